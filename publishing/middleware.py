"""A refusal of the gate reaches the editor as a sentence, and leaves nothing half done."""

from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from .words import Refused


class SayWhy:
    """Answers `gate.Refused` in the admin with its words, where the editor was before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        if request.headers.get("x-requested-with") or "json" in request.headers.get("accept", ""):
            return self._in_json(request, str(exception))
        messages.error(request, str(exception))
        return redirect(self._back(request))

    def _in_json(self, request, words):
        """In the form that Wagtail's own scripts read: of autosave, and of the review's dialog."""
        answer = {"success": False, "error_code": "refused", "error_message": words}
        match = request.resolver_match
        if match and match.url_name == "workflow_action":
            messages.error(request, words)
            return JsonResponse({"step": "success", "redirect": self._back(request)})
        return JsonResponse(answer, status=403)

    def _back(self, request):
        before = request.headers.get("referer", "")
        if url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure()):
            return before
        return reverse("wagtailadmin_home")
