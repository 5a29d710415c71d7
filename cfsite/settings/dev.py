"""A laptop: `manage.py runserver`, and `make demo` (which sets DEBUG=false)."""

from django.core.management.utils import get_random_secret_key

from .base import *
from .base import DATA_DIR, env

DEBUG = env.bool("DEBUG", True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

# A laptop's key is made once and kept beside its database, so that logins outlive a restart.
_key_file = DATA_DIR / "secret_key"
if not _key_file.exists() or not _key_file.read_text():
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    _key_file.touch(mode=0o600)
    _key_file.write_text(get_random_secret_key())
SECRET_KEY = env.str("SECRET_KEY", _key_file.read_text())

# Mail is written to files, so that the newsroom's notifications can be read without a server.
MAIL_DELIVERY = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
