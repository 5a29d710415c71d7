from django.db import migrations, models


class Migration(migrations.Migration):
    """A file is asked for by its address: one look into an index, however many there are."""

    dependencies = [("images", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="newsrendition",
            index=models.Index(fields=["file"], name="rendition_by_address"),
        ),
    ]
