"""Players of other sites: an address that an editor pasted, and the one that plays it here.

Nothing is loaded from there before a reader asks for it.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit


@dataclass(frozen=True)
class Player:
    """What plays a recording: the address for a frame, and whether there is anything to see."""

    address: str
    is_video: bool = True

    @property
    def host(self) -> str:
        """From where it is loaded."""
        return urlsplit(self.address).hostname


def player_of(url: str) -> Player | None:
    """The player of a video or recording, in the form that tracks least; None if unknown."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    find = _BY_HOST.get(host, _peertube)
    return find(parts, {key: values[0] for key, values in parse_qs(parts.query).items()})


def _youtube(parts, asked):
    named = re.match(r"/(?:embed|shorts|live|v)/([\w-]{11})$", parts.path.rstrip("/"))
    video = named[1] if named else asked.get("v", "")
    return _youtube_video(video, asked)


def _youtu_be(parts, asked):
    return _youtube_video(parts.path.strip("/"), asked)


def _youtube_video(video, asked):
    if not re.fullmatch(r"[\w-]{11}", video):
        return None
    start = _seconds(asked.get("t") or asked.get("start") or "")
    from_there = f"&start={start}" if start else ""
    return Player(f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1{from_there}")


def _seconds(time):
    """Seconds in “90”, “90s” and “1h2m3s”; 0 in anything else."""
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", time)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(parts, asked):
    found = re.match(r"/(?:video/)?(\d+)(?:/([0-9a-f]+))?/?$", parts.path)
    if not found:
        return None
    key = found[2] or asked.get("h", "")  # of a video that is not listed
    unlisted = f"&h={key}" if re.fullmatch(r"[0-9a-f]+", key) else ""
    return Player(f"https://player.vimeo.com/video/{found[1]}?dnt=1&autoplay=1{unlisted}")


def _soundcloud(parts, asked):
    if not re.fullmatch(r"/[\w-]+/(?:sets/)?[\w-]+/?", parts.path):
        return None
    track = quote(f"https://soundcloud.com{parts.path}", safe="")
    return Player(f"https://w.soundcloud.com/player/?url={track}&auto_play=true", is_video=False)


def _spotify(parts, asked):
    found = re.fullmatch(r"(?:/intl-\w+)?/(episode|show|track|album)/(\w+)/?", parts.path)
    if not found:
        return None
    return Player(f"https://open.spotify.com/embed/{found[1]}/{found[2]}", is_video=False)


def _archive(parts, asked):
    found = re.fullmatch(r"/(?:details|embed)/([\w.-]+)/?", parts.path)
    return Player(f"https://archive.org/embed/{found[1]}") if found else None


def _peertube(parts, asked):
    """PeerTube runs on hosts of any name; its addresses have a form that hardly another has."""
    found = re.fullmatch(
        r"/(?:w|videos/watch|videos/embed)/([1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}"
        r"-[0-9a-f]{12})/?",
        parts.path,
    )
    if not found:
        return None
    return Player(f"https://{parts.netloc}/videos/embed/{found[1]}?autoplay=1&p2p=0")


_BY_HOST = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtu_be,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "soundcloud.com": _soundcloud,
    "open.spotify.com": _spotify,
    "archive.org": _archive,
}
