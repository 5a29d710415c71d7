"""A draft shown to one outside person: made and revoked in the admin, read at a secret address."""

from datetime import timedelta

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log

from . import vault
from .admin_views import gated_page
from .models import PreviewLink
from .record import files_of
from .words import Refused, moment

# Nobody keeps it, finds it or learns its address from where its links lead.
SECRET = {
    "Cache-Control": vault.PRIVATE,
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


# In the admin


class ShareForm(forms.Form):
    for_whom = forms.CharField(
        label="For whom",
        max_length=120,
        help_text="One person, by name. The name stands on the preview, so that nobody passes it "
        "on by mistake.",
    )
    days = forms.TypedChoiceField(
        label="For how long",
        choices=[(1, "One day"), (3, "Three days"), (7, "One week")],
        coerce=int,
        initial=3,
    )


def share(request, page_id):
    """The preview links of a page; a new one shows its address this once."""
    page = gated_page(request, page_id)
    form = ShareForm(request.POST if request.method == "POST" else None)
    made = address = None
    if form.is_valid():
        made, key = _make(page, request.user, **form.cleaned_data)
        address = request.build_absolute_uri(reverse("preview", args=[key]))
        form = ShareForm()
    context = {
        "page_title": "Share a preview",
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "view",
        "page": page,
        "form": form,
        "made": made,
        "address": address,
        "links": page.preview_links.select_related("revision", "made_by"),
        "now": timezone.now(),
    }
    return render(request, "publishing/preview_links.html", context)


def _make(page, by, for_whom, days):
    if page.latest_revision_id is None:
        raise Refused("There is no draft to share yet: save one first.")
    until = timezone.now() + timedelta(days=days)
    link, key = PreviewLink.make(page, by, for_whom, until)
    _log("preview", link, by)
    return link, key


@require_POST
def revoke(request, link_id):
    """End a preview link before its time."""
    link = get_object_or_404(PreviewLink, pk=link_id)
    page = gated_page(request, link.page_id)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        _log("preview_end", link, request.user)
    messages.success(request, f"The preview for {link.for_whom} can no longer be opened.")
    return redirect("publishing_share", page.pk)


def _log(action, link, by):
    data = {"for_whom": link.for_whom, "until": moment(link.expires_at)}
    log(instance=link.page.specific, action=f"publishing.{action}", user=by, data=data)


# For the person who was sent the address


@require_safe
def preview(request, key):
    """The text as it was when the link was made, as readers would get it."""
    link = _opened(key)
    draft = link.revision.as_object()
    request.is_preview, request.preview_mode = True, draft.default_preview_mode
    request.preview_link = link
    response = draft.serve_preview(request, request.preview_mode).render()
    response.content = _with_own_files(response.content.decode(), draft, key)
    if link.opened_at is None and request.method == "GET":
        PreviewLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())
    return _kept_secret(response)


@require_safe
def media(request, key, path):
    """A picture of the text that the key opens."""
    draft = _opened(key).revision.as_object()
    rendition = vault.rendition_at(path)
    if rendition is None or rendition.image_id not in _shown(draft, get_image_model()):
        raise Http404
    return _kept_secret(vault.send(request, path, vault.PRIVATE))


@require_safe
def document(request, key, document_id, filename):
    """A document of the text that the key opens."""
    draft = _opened(key).revision.as_object()
    model = get_document_model()
    found = get_object_or_404(model, pk=document_id)
    if found.pk not in _shown(draft, model):
        raise Http404
    return _kept_secret(vault.send_document(request, found, filename, vault.PRIVATE))


def _opened(key):
    link = PreviewLink.opened_by(key)
    if link is None:
        raise Http404
    shown = link.revision.public_versions
    last = link.page.versions.order_by("-number").first()
    if shown.exclude(withheld_at=None).exists() or (shown.exists() and last.is_dark):
        raise Http404
    return link


def _shown(draft, model) -> set:
    """The ids of the pictures, or documents, that a draft shows."""
    kind = ContentType.objects.get_for_model(model).pk
    return {model._meta.pk.to_python(pk) for at, pk in files_of(draft) if at == kind}


def _with_own_files(html, draft, key):
    """Lead to the draft's files below its own address; the names by chance occur nowhere else."""
    pictures = (
        get_image_model()
        .get_rendition_model()
        .objects.filter(image__in=_shown(draft, get_image_model()))
    )
    documents = get_document_model().objects.filter(pk__in=_shown(draft, get_document_model()))
    here = reverse("preview", args=[key]).rstrip("/")
    for file in [*pictures, *documents]:
        html = html.replace(file.url, here + file.url)
    return html


def _kept_secret(response):
    for name, value in SECRET.items():
        response.headers[name] = value
    return response
