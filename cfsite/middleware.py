"""What every request passes: hostile input stops here, admin writes are all or nothing."""

from django.db import transaction
from django.shortcuts import render

MAX_URL = 4096  # bytes, as sent
# Where people write. Everywhere else is for reading.
WRITABLE = ("/admin/", "/_util/", "/documents/authenticate_with_password/")
MAX_NAME = 255  # bytes of one part of a path; no file system takes more


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
