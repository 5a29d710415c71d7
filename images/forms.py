"""The picture form: a file that cannot be shown is refused before it is stored."""

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

BROKEN = "This picture is damaged or cut off and cannot be shown. Please export it again."


class PictureField(WagtailImageField):
    """Wagtail's field looks at the header; this one reads the whole picture once.

    Without it a damaged file is an error page (in the header) or a story without its picture
    (behind it).
    """

    def to_python(self, data):
        try:
            file = super().to_python(data)
            if file:
                file.seek(0)
                Image.open(file).load()
                file.seek(0)
        except ValidationError:
            raise
        except Exception as error:
            # Each format has errors of its own: OSError, SyntaxError, struct.error and more.
            raise ValidationError(BROKEN, code="damaged") from error
        return file


class NewsImageForm(BaseImageForm):
    # Wagtail's widget makes the title from the file's name.
    file = PictureField(label="File", widget=BaseImageForm.Meta.widgets["file"])

    class Meta(BaseImageForm.Meta):
        widgets = BaseImageForm.Meta.widgets | {
            "rights_note": AdminAutoHeightTextInput,
            "licence_expires_on": AdminDateInput,
        }
