"""The editor of a gated page: a change is described afresh each time."""

from wagtail.admin.forms import WagtailAdminPageForm

from .words import about_the_clocks

TIMES = ("go_live_at", "expire_at", "embargoed_until")
LAST_YEAR = 2999  # a calendar's last day cannot be told in every time zone
CHANGE = ("change_kind", "change_note", "change_was", "change_now", "change_serious")


class GatedPageForm(WagtailAdminPageForm):
    """Asks what a change to a public page is; what was said of the last one does not count."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page = self.instance
        self.next_number = page.last_number + 1 if page.pk else 1
        if page.change_number != self.next_number:
            for name in CHANGE:
                self.initial.pop(name, None)
                setattr(page, name, page._meta.get_field(name).get_default())

    def add_error(self, field, error):
        if getattr(error, "code", "") == "ambiguous_timezone":
            error = about_the_clocks(error.params["datetime"]) or error
        super().add_error(field, error)

    def clean(self):
        cleaned = super().clean()
        described = cleaned.get("change_kind") and self.next_number > 1
        self.instance.change_number = self.next_number if described else None
        if not self.is_deferred_validation and self.next_number > 1:
            self._ask_what_changed(cleaned)
        for name in TIMES:
            if cleaned.get(name) and cleaned[name].year > LAST_YEAR:
                self.add_error(name, f"Choose a time before the end of {LAST_YEAR}.")
        return cleaned

    def _ask_what_changed(self, cleaned):
        kind = cleaned.get("change_kind")
        if not kind:
            self.add_error("change_kind", "Readers have seen it: say what kind of change this is.")
        elif kind != "minor" and not cleaned.get("change_note"):
            self.add_error("change_note", "Say what readers are told about it.")
        if kind == "correction":
            for name in ("change_was", "change_now"):
                if not cleaned.get(name):
                    self.add_error(name, "A correction gives the words.")
