"""Months on the newsroom's clock: how the archive is cut."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone


class Month(NamedTuple):
    """A month of a year, from its first midnight to that of the next."""

    year: int
    number: int

    def __str__(self):
        return f"{self.year}-{self.number:02}"

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month in which something happened."""
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return timezone.make_aware(datetime(self.year, self.number, 1))

    @property
    def ends(self) -> datetime:
        """The first moment that is no more in it."""
        return self.following.begins

    @property
    def following(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)


class MonthInPath:
    """A path converter: `2026/11`."""

    regex = "[12][0-9]{3}/(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        year, number = value.split("/")
        return Month(int(year), int(number))

    def to_url(self, month: Month) -> str:
        return str(month).replace("-", "/")


class MonthInName:
    """A path converter: `2026-11`."""

    regex = MonthInPath.regex.replace("/", "-")

    def to_python(self, value: str) -> Month:
        return MonthInPath().to_python(value.replace("-", "/"))

    def to_url(self, month: Month) -> str:
        return str(month)
