from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from wagtail.models import ReferenceIndex

        from pagecache import changes

        changes.follow(self.get_model("HomePage"), "page")
        changes.follow_all(self.get_model("Publication"))
        # A logo is in use, and public.
        ReferenceIndex.register_model(self.get_model("Publication"))
