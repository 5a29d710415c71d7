from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = "Pictures"

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from pagecache import changes

        changes.follow(self.get_model("NewsImage"), "image")

        def has_other_sizes(sender, instance, **kwargs):
            changes.end_after_commit(f"image-{instance.image_id}")

        for signal in (post_save, post_delete):
            signal.connect(has_other_sizes, sender=self.get_model("NewsRendition"), weak=False)
