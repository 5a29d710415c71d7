"""What every request passes: hostile input stops here, admin writes are all or nothing."""

from mimetypes import guess_type

from django.conf import settings
from django.db import transaction
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import has_vary_header, patch_vary_headers

from pagecache.encoding import SHORTEST, best_coding, compressed, is_text
from pagecache.server import FROM_NGINX, this_second

MAX_URL = 4096  # bytes, as sent
# Where people write. Everywhere else is for reading.
WRITABLE = ("/admin/", "/_util/", "/documents/authenticate_with_password/")
MAX_NAME = 255  # bytes of one part of a path; no file system takes more
# Readers' browsers ask each time whether a page is still the same. Caches on the way give it to
# others for a second, one that is told of changes for a minute; longer where we do not answer.
FOR_EVERYBODY = "public, max-age=0, s-maxage=1, stale-if-error=86400"
FOR_THE_TOLD = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400"
# What is gone or has moved takes the place of what caches have kept.
LASTING = (200, 301, 404, 410, 451)
FOR_ONE = "private, no-cache"


class BadRequestGuard:
    """Answers what no reader sends, before a database sees it.

    NUL bytes are taken out of the query (PostgreSQL refuses them), a path that is not UTF-8 or has
    control characters and an endless address get 400, and writing to a page for readers 405.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_URL or len(request.path) > MAX_URL or not request.path.isprintable():
            return render(request, "400.html", status=400)
        if "\ufffd" in request.path or any(
            len(part.encode()) > MAX_NAME for part in request.path.split("/")
        ):
            return render(request, "400.html", status=400)
        if request.method not in ("GET", "HEAD", "OPTIONS") and not request.path.startswith(
            WRITABLE
        ):
            response = render(request, "405.html", status=405)
            response["Allow"] = "GET, HEAD, OPTIONS"
            return response
        while "%00" in query or "\x00" in query:  # once is not enough: %0%000
            query = query.replace("%00", "").replace("\x00", "")
        request.META["QUERY_STRING"] = query
        return self.get_response(request)


class UnlistedAdmin:
    """Search engines are kept away from the newsroom and its previews of drafts.

    Wagtail itself forbids caches to keep them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class AtomicAdmin:
    """One transaction for each write in the admin; reading takes no lock.

    A global ATOMIC_REQUESTS would make every public read take SQLite's one write lock.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.path.startswith("/admin/"):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response


class Compression(GZipMiddleware):
    """Text travels compressed: with brotli where the reader's browser takes it, else with gzip.

    What differs from one visitor to the next may hold a secret beside words of an attacker's
    choosing, and its length would tell the secret: Django's gzip pads it by chance (BREACH).
    Uploads are left alone: pictures are compressed, and large files are streamed.
    """

    def process_response(self, request, response):
        if response.status_code == 304:
            return _not_modified(request, response)
        if response.streaming or not is_text(response.get("Content-Type", "")):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if len(response.content) < SHORTEST or response.has_header("Content-Encoding"):
            return response
        accepted = request.headers.get("Accept-Encoding", "")
        if _is_personal(response) or best_coding(accepted) != "br":
            return super().process_response(request, response)
        response.content = compressed(response.content)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        if response.get("ETag", "").startswith('"'):
            response.headers["ETag"] = "W/" + response.headers["ETag"]
        return response


def _not_modified(request, response):
    """As the whole answer would have been (RFC 9110, 15.4.5), of which this one names no type.

    Caches hold what was compressed under a weak ETag, and renew it only if told of that one.
    """
    if is_text(guess_type(request.path)[0] or "text/html"):
        patch_vary_headers(response, ["Accept-Encoding"])
    etag = response.get("ETag", "")
    if etag.startswith('"') and f"W/{etag}" in request.headers.get("If-None-Match", ""):
        response.headers["ETag"] = f"W/{etag}"
    return response


def _is_personal(response):
    private = "private" in response.get("Cache-Control", "")
    return private or has_vary_header(response, "Cookie") or bool(response.cookies)


class CachePolicy:
    """Says of readers' pages who may keep them, where the view does not.

    What a session asked for is for it alone, and so is what sets or reads a cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = self._policy(request, response)
            if "public" in response.headers["Cache-Control"] and FROM_NGINX in request.META:
                response.headers["X-Accel-Expires"] = this_second()
        return response

    def _policy(self, request, response):
        if settings.SESSION_COOKIE_NAME in request.COOKIES or _is_personal(response):
            return FOR_ONE
        if response.status_code not in LASTING:
            return "no-cache"
        return FOR_THE_TOLD if hasattr(settings, "WAGTAILFRONTENDCACHE") else FOR_EVERYBODY
