from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from wagtail.models import ReferenceIndex

        # A logo is in use, and public.
        ReferenceIndex.register_model(self.get_model("Publication"))
