"""What the tests of this folder share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_address_of_another_test():
    """Wagtail remembers where a site stands; a site that a test renames would keep its name."""
    yield
    cache.clear()
