"""Uploads lie under names that nobody can guess. Imports no model: models are loaded with it."""

import os
import re
import secrets

from django.core.files.storage import FileSystemStorage

SECRET = re.compile(r"\.[0-9a-f]{32}(?=\.|$)")
READABLE = 40  # letters of the name as uploaded: with any folder it fits into 100, and on any disk


class UnguessableNames:
    """Mixin for a storage: “harbour.jpg” is kept as “harbour.<128 bits by chance>.jpg”."""

    def get_available_name(self, name, max_length=None):
        folder, name = os.path.split(str(name).replace("\\", "/"))
        stem, ending = os.path.splitext(name)
        name = f"{stem[:READABLE]}.{secrets.token_hex(16)}{ending}"
        return super().get_available_name(os.path.join(folder, name), max_length)


class Uploads(UnguessableNames, FileSystemStorage):
    """Files on this machine's disk."""


def readable_name(name: str) -> str:
    """The last part of a file's name without what was added: “harbour.jpg”."""
    return SECRET.sub("", os.path.basename(name))
