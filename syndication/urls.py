from django.urls import path, re_path, register_converter

from news.months import MonthInName

from . import card_views, feeds, robots, sitemaps

register_converter(MonthInName, "month_in_name")
register_converter(feeds.FormatInPath, "format")

urlpatterns = [
    path("feed.<format:form>", feeds.everything, name="feed"),
    path("topics/<slug:slug>/feed.<format:form>", feeds.about_topic, name="topic_feed"),
    path("authors/<slug:slug>/feed.<format:form>", feeds.by_author, name="author_feed"),
    path("corrections/feed.<format:form>", feeds.corrections, name="corrections_feed"),
    path("corrections/feed/", feeds.corrections_before),
    path("feeds/", feeds.follow, name="follow"),
    path("feeds.opml", feeds.feeds_opml, name="feeds_opml"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<month_in_name:month>.xml", sitemaps.of_month, name="sitemap_of_month"),
    path("sitemap-pages.xml", sitemaps.of_pages, name="sitemap_of_pages"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", robots.security, name="security"),
    re_path(r"^(?P<key>[a-zA-Z0-9-]{8,128})\.txt$", robots.indexnow_key, name="indexnow_key"),
    path("cards/<slug:name>.jpg", card_views.publication_card, name="site_card"),
    path("cards/<int:pk>/<slug:name>.jpg", card_views.article_card, name="article_card"),
    path(
        "cards/<int:pk>/<slug:block_id>/<slug:name>.jpg", card_views.quote_card, name="quote_card"
    ),
]
