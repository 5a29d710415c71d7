from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "syndication"

    def ready(self):
        from news.models import ArticlePage
        from publishing import events, scheduler

        from . import cards, pings

        for event in events.SIGNALS.values():
            event.connect(pings.note)
            event.connect(cards.after_publication, sender=ArticlePage)
        scheduler.ticked.connect(pings.on_tick)
