from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self):
        from pagecache import changes
        from pagecache.shown import EVERY_LIST
        from publishing import scheduler

        from . import pictures

        changes.follow(self.get_model("Author"), "author", EVERY_LIST)
        changes.follow(self.get_model("Topic"), "topic", EVERY_LIST)
        changes.follow(self.get_model("NewsIndexPage"), "page", EVERY_LIST)
        scheduler.ticked.connect(pictures.on_tick)
