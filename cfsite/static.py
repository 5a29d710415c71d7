"""Static files as readers get them: named by content, compressed, kept for ever."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class LightStaticFiles(CompressedManifestStaticFilesStorage):
    """Our style sheets and scripts lose their comments and indentation when they are collected."""

    def _save(self, name, content):
        if name.startswith(("css/", "js/")):
            content.seek(0)
            comment = r"/\*.*?\*/" if name.startswith("css/") else r"^\s*//[^\n]*$"
            text = re.sub(comment, "", content.read().decode(), flags=re.DOTALL | re.MULTILINE)
            content = ContentFile(re.sub(r"\s*\n\s*", "\n", text).strip().encode())
        return super()._save(name, content)
