from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self):
        from django.contrib.auth import get_user_model
        from django.db.models.signals import post_save, pre_delete, pre_save
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import (
            Page,
            PageLogEntry,
            PageViewRestriction,
            Revision,
            Site,
            get_page_models,
        )
        from wagtail.signals import page_slug_changed, post_page_move, pre_page_move

        from pagecache import changes

        from . import caching, events, files, guards, notices, redirects
        from .models import Event, PublicVersion

        pre_save.connect(guards.refuse_bare_page, sender=Page)
        pre_save.connect(guards.refuse_revision, sender=Revision)
        pre_save.connect(guards.refuse_restriction, sender=PageViewRestriction)
        pre_delete.connect(guards.refuse_restriction, sender=PageViewRestriction)
        pre_delete.connect(guards.refuse_deletion, sender=Page)
        pre_save.connect(guards.refuse_log_of_deletion, sender=PageLogEntry)
        pre_delete.connect(guards.refuse_erasing, sender=PublicVersion)
        pre_page_move.connect(guards.refuse_move)
        for model in get_page_models():
            pre_save.connect(guards.refuse_new_address, sender=model)
        for model in (get_image_model(), get_document_model()):
            pre_save.connect(files.refuse_replacement, sender=model)
            pre_save.connect(files.log_other_words, sender=model)
            pre_delete.connect(files.refuse_deletion, sender=model)
        pre_save.connect(guards.refuse_other_root, sender=Site)
        pre_delete.connect(guards.refuse_other_root, sender=Site)
        pre_delete.connect(guards.refuse_to_forget_writers, sender=get_user_model())
        for event in events.SIGNALS.values():
            event.connect(notices.ask_for_second_look)
            event.connect(caching.after_publication)
        post_save.connect(caching.on_recorded, sender=PublicVersion)
        for model in (Page, *get_page_models()):
            changes.note_rows(model, "page")
        changes.follow(get_document_model(), "document")
        changes.follow_all(PageViewRestriction, Site)
        for moved in (page_slug_changed, post_page_move):
            moved.connect(caching.on_move)
        post_save.connect(events.on_recorded, sender=Event)
        page_slug_changed.connect(redirects.on_slug_change)
        post_page_move.connect(redirects.on_move)
