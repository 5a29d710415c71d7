"""The forms of pictures and documents: a file that readers have seen is not replaced."""

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm

from images.forms import NewsImageForm

from .files import why_not_replace


class KeepsFile:
    """Says beside the field why the file stays.

    Wagtail deletes a document's old file before it saves: the refusal at the save is too late.
    """

    def clean_file(self):
        file = self.cleaned_data["file"]
        replaced = self.instance.pk and "file" in self.changed_data
        if replaced and (why := why_not_replace(self.instance)):
            raise ValidationError(why)
        return file


class PictureForm(KeepsFile, NewsImageForm):
    """A picture in the admin."""


class DocumentForm(KeepsFile, BaseDocumentForm):
    """A document in the admin."""
