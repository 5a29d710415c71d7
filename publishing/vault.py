"""Who may have a file: readers what is public, the newsroom everything, nobody else anything.

To everybody else an address that they may not have is one that does not exist.
"""

import hashlib
import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model

from .files import is_public_file
from .storage import readable_name

# What lies at an address never changes, but it has to vanish when its article is taken down: this
# is how long a copy in a browser or a cache may outlive it.
PUBLIC = "public, max-age=3600"
PRIVATE = "private, no-store"


@require_safe
def media(request, path):
    """An uploaded file: the sizes of public pictures for readers, originals for the newsroom."""
    rendition = rendition_at(path)
    if rendition and is_public_file(rendition.image):
        return send(request, path, PUBLIC)
    if not _is_newsroom(request.user) or path.startswith("documents/"):
        raise Http404
    return send(request, path, PRIVATE)


@require_safe
def document(request, document_id, filename):
    """A document, by Wagtail's own view, which also knows of closed collections."""
    found = get_document_model().objects.filter(pk=document_id).first()
    public = found is not None and is_public_file(found)
    # Asked also where there is nothing, so that one 404 is like the other.
    allowed = public or _is_newsroom(request.user)
    if found is None or not allowed:
        raise Http404
    closed = found.collection.get_view_restrictions()
    return send_document(request, found, filename, PUBLIC if public and not closed else PRIVATE)


def rendition_at(path):
    """The rendition at this path below the uploads, None where there is none."""
    renditions = get_image_model().get_rendition_model().objects.select_related("image")
    return renditions.filter(file=path).first()


def send(request, path, cache_control):
    """Answer with the upload at `path`; whether it may be had has been asked."""
    etag = quote_etag(hashlib.sha256(path.encode()).hexdigest())
    kind = mimetypes.guess_type(path, strict=False)[0] or "application/octet-stream"
    try:
        modified = int(default_storage.get_modified_time(path).timestamp())
        response = get_conditional_response(request, etag, modified) or FileResponse(
            default_storage.open(path), content_type=kind, filename=readable_name(path)
        )
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = cache_control
    return response


def send_document(request, document, filename, cache_control):
    """Answer with a document; whether it may be had has been asked."""
    response = serve_document(request, document.pk, filename)
    if "Content-Disposition" in response.headers:
        saved = response.headers["Content-Disposition"].startswith("attachment")
        name = readable_name(document.filename)
        response.headers["Content-Disposition"] = content_disposition_header(saved, name)
    response.headers["Cache-Control"] = cache_control
    return response


def _is_newsroom(user):
    return user.has_perm("wagtailadmin.access_admin")
