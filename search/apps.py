from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from django.db.models.signals import pre_save

        from news.models import ArticlePage, Author, Topic
        from publishing import events

        from . import reindex

        for model in (Author, Topic):
            pre_save.connect(reindex.after_rename, sender=model)
        for event in events.SIGNALS.values():
            event.connect(reindex.after_publication, sender=ArticlePage)
