from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
        from wagtail.models import PageViewRestriction

        from news.models import ArticlePage, Author, Topic
        from pagecache.server import served_again
        from publishing import events, scheduler

        from . import lookups, reindex
        from .models import Entry, Promotion

        for model in (Author, Topic):
            pre_save.connect(reindex.after_rename, sender=model)
        for event in events.SIGNALS.values():
            event.connect(reindex.after_publication, sender=ArticlePage)
        for changed in (post_save, post_delete):
            changed.connect(reindex.after_restriction, sender=PageViewRestriction)
        scheduler.ticked.connect(reindex.on_tick)
        pre_delete.connect(reindex.before_deletion, sender=Entry)
        scheduler.ticked.connect(lookups.on_tick)
        served_again.connect(lookups.on_served_again)
        for changed in (post_save, post_delete):
            changed.connect(reindex.after_promotion, sender=Promotion)
