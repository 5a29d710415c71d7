from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self):
        from publishing import scheduler

        from . import pictures

        scheduler.ticked.connect(pictures.on_tick)
