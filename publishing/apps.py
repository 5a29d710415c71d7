from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self):
        from wagtail.signals import page_slug_changed, post_page_move

        from . import redirects

        page_slug_changed.connect(redirects.on_slug_change)
        post_page_move.connect(redirects.on_move)
