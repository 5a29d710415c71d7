"""What we publish: articles in an index, by authors, about topics."""

from .article import ArticlePage, Byline
from .index import NewsIndexPage
from .people import Author, Topic
from .reader_page import ReaderPage

__all__ = ["ArticlePage", "Author", "Byline", "NewsIndexPage", "ReaderPage", "Topic"]
