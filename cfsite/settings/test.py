"""The test suite: as production, less what costs time and proves nothing."""

from .base import *
from .base import STORAGES, env

DEBUG = False
SECRET_KEY = "for the tests only, it protects nothing, and it is long enough to look like one"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["cards"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
SEARCHES_WRITTEN_AFTER = None  # no thread writes beside a test
WHITENOISE_AUTOREFRESH = True  # serves static files without collecting them first
WHITENOISE_USE_FINDERS = True

SEARCH_URL = ""  # tests never write where a newsroom searches

# Two runs at once (one a database) must not meet: each names its own test database.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", None)}
