"""What is true everywhere. The environment is read here and beside it, nowhere else."""

from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# All that the site writes (SQLite database, uploads, collected static files) lives below here.
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var").resolve()

INSTALLED_APPS = [
    "demo",
    "syndication",
    "home",
    "search",
    "desk",
    "news",
    "publishing",  # before Wagtail: its publish_scheduled replaces Wagtail's
    "images",
    "users",
    "pagecache",
    "cfsite",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # PostgreSQL search; harmless on SQLite
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cfsite.middleware.BadRequestGuard",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cfsite.middleware.Compression",
    "cfsite.middleware.CachePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.redirects.PublicRedirects",
    "cfsite.middleware.UnlistedAdmin",
    "publishing.middleware.SayWhy",
    "cfsite.middleware.AtomicAdmin",
]

ROOT_URLCONF = "cfsite.urls"
WSGI_APPLICATION = "cfsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers wait for their turn instead of failing; FULL because NORMAL loses
        # acknowledged publications at a power cut.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": 4,
        "timeout": 5,
        "reconnect_timeout": 5,  # else it asks ever more seldom: 18 s late after 40 s without
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Which image files exist is asked on every page; the answer never changes once made.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Where pages are kept that were rendered once (pagecache): a Redis or Valkey, else a folder.
CACHE_URL = env.str("CACHE_URL", "")
PAGES_DIR = DATA_DIR / "pages"

# Indexing runs after the commit: bylines and topics are in the database by then, and a
# failing index cannot undo a publication.
TASKS = {"default": {"BACKEND": "cfsite.tasks.OnCommitBackend"}}

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "publishing.storage.Uploads"},
    "cards": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "cards"},
    },
    "staticfiles": {"BACKEND": "cfsite.static.LightStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

EMAIL_BACKEND = "cfsite.mail.AfterCommitBackend"
MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "desk@conservativefix.example")

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long article is a large form

WAGTAIL_SITE_NAME = "Conservative Fix"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://localhost:8000")
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one clock for the newsroom and its readers
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "publishing.finish.publish_approved"
WAGTAIL_AUTOSAVE_INTERVAL = 2000
WAGTAILREDIRECTS_AUTO_CREATE = False  # publishing.redirects does, for what was public
WAGTAILIMAGES_IMAGE_MODEL = "images.NewsImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "publishing.upload_forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = [
    "avif",
    "gif",
    "jpg",
    "jpeg",
    "png",
    "webp",
]  # no SVG: it can carry script
# Of the same look, as measured: 1.9 of 255 off in what is seen. AVIF then is a third lighter.
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 70
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # 81 megapixels need 434 MB and 17 s
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "publishing.upload_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
SEARCH_URL = env.str("SEARCH_URL", "")  # readers' search; without it the database's own engine
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
SEARCHES_WRITTEN_AFTER = 60.0  # seconds for which counts of what readers search for are gathered
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request leaves the newsroom unasked
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
