from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self):
        from publishing import events

        from . import pictures

        for event in (events.went_live, events.changed):
            event.connect(pictures.after_publication)
