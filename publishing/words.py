"""What the gate says to editors."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.dateformat import DateFormat


class Refused(ValidationError):
    """The gate stays shut; the message says why, in words for an editor."""

    def __str__(self):
        return " ".join(self.messages)

    @property
    def message_dict(self):
        """As the admin's API asks for it; it concerns no single field."""
        return {NON_FIELD_ERRORS: self.messages}


def moment(time) -> str:
    """A time as the newsroom reads it: “Tue 24 Nov 2026, 07:00 GMT”."""
    return on_the_clock(time, "D j M Y, H:i T")


class WallClock(DateFormat):
    """Names the zone also in the hour that comes twice, where Django's own says nothing."""

    def __init__(self, time):
        super().__init__(time)
        self.timezone = time.tzinfo


def on_the_clock(time, style: str) -> str:
    """A time on the newsroom's clock, in the style of a template's `date`."""
    return str(WallClock(timezone.localtime(time)).format(style))


def instant(time) -> str:
    """A time for machines, to the second (RFC 3339); the same wherever it is said, "" for none."""
    return timezone.localtime(time).isoformat(timespec="seconds") if time else ""


def about_the_clocks(local_time) -> str:
    """Why a time without a zone is no time of the newsroom's clock; empty where it is one."""
    zone = timezone.get_current_timezone()
    before, after = (local_time.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if before == after:
        return ""
    clocks = "back and it comes twice" if before > after else "forward and it is skipped"
    return (
        f"This is no time to rely on: that night the clocks go {clocks}. "
        "Choose one an hour earlier or later."
    )


def blocks(count: int) -> str:
    """“1 block” or “3 blocks”."""
    return f"{count} block{'' if count == 1 else 's'}"
