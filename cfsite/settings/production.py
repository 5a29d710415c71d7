"""A public server. Whatever is missing stops the start with a sentence."""

import sys

from environs import EnvError

from .base import *
from .base import env

DEBUG = False
try:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    WAGTAILADMIN_BASE_URL = env.str("BASE_URL")
except EnvError as error:
    sys.exit(f"cfsite cannot start: {error}. Set it; .env.example says what it is for.")
if len(SECRET_KEY) < 50:
    sys.exit("cfsite cannot start: SECRET_KEY is too short. Make one of 50 characters or more.")
if not all(ALLOWED_HOSTS) or not ALLOWED_HOSTS or not WAGTAILADMIN_BASE_URL.startswith("http"):
    sys.exit("cfsite cannot start: ALLOWED_HOSTS needs a host name, BASE_URL a full address.")

REFUSE_DEMO_LOGINS = True

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# A network in front that keeps copies of pages is told what has changed.
CDN_PURGE_URL = env.str("CDN_PURGE_URL", "")
if CDN_PURGE_URL.startswith("cloudflare://"):
    token, _, zone = CDN_PURGE_URL.removeprefix("cloudflare://").partition("@")
    WAGTAILFRONTENDCACHE = {
        "cdn": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudflareBackend",
            "BEARER_TOKEN": token,
            "ZONEID": zone,
        }
    }
elif CDN_PURGE_URL:
    WAGTAILFRONTENDCACHE = {
        "cdn": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": CDN_PURGE_URL,
        }
    }

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
