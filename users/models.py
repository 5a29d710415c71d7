"""Who logs in. An Author, who is credited, is another thing."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff with a login. Our own model, because it cannot be swapped in later."""
