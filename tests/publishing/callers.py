"""Everything in the installed Wagtail that could change what readers see, read from its source.

A new release that brings another caller fails test_every_way until somebody says here in which
way (of `ways`) it is tried, or why it cannot reach a page that goes through the gate.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

WAGTAIL = Path(find_spec("wagtail").submodule_search_locations[0])
NOT_SHIPPED = {"test", "tests", "tests.py", "migrations"}
FLAGS = {"live", "approved_go_live_at", "slug", "url_path", "alias_of", "alias_of_id"}
QUESTIONS = {"filter", "exclude", "get", "Q"}
CALLS = {
    *("publish", "unpublish", "move", "delete", "create_alias", "copy_for_translation"),
    *("update_aliases", "set_url_path", "_update_descendant_url_paths"),
    *("on_action", "approve", "finish", "get_action_class", "PageViewRestriction"),
}
SOMETIMES = {"copy", "save", "create"}  # of dicts and files too
FILES = ("storage", "cache", "file", "router")  # they delete and move, but never a page


TRIED = {
    # The editor
    "wagtail.admin.views.pages.edit:EditView.publish_action": (
        "editor: publish",
        "editor: publish what is scheduled",
        "editor: publish with a new address",
        "editor: publish by autosave",
        "editor: publish an older draft",
        "editor: a new address for Posts",
    ),
    "wagtail.admin.views.pages.edit:EditView.perform_workflow_action": (
        "editor: approve",
        "editor: approve with words of one's own",
        "editor: approve an older draft",
    ),
    "wagtail.admin.views.pages.create:CreateView.publish_action": ("editor: create and publish",),
    "wagtail.admin.views.generic.models:UnpublishView.post": (
        "editor: take down without a reason",
    ),
    "wagtail.admin.views.pages.unpublish:UnpublishView.unpublish": (
        "editor: take down without a reason",
        "editor: take down Posts and all below",
    ),
    "wagtail.admin.views.pages.delete:DeleteView.post": ("editor: delete", "editor: delete Posts"),
    "wagtail.admin.views.page_privacy:SetPrivacyView.form_valid": (
        "editor: close to readers",
        "editor: close Posts to readers",
        "editor: close the site to readers",
        "editor: open to readers",
        "code: a restriction",
        "code: a restriction further up",
        "code: a restriction taken from a draft",
        "code: a restriction moved elsewhere",
    ),
    "wagtail.admin.views.generic.models:RevisionsUnscheduleView.post": ("editor: unschedule",),
    # The page tree
    "wagtail.admin.views.pages.move:MoveConfirmView.post": ("tree: move",),
    "wagtail.admin.views.pages.ordering:SetPagePositionView.post": ("tree: put in another order",),
    "wagtail.admin.views.pages.copy:CopyView.form_valid": (
        "tree: copy and publish the copy",
        "tree: copy as an alias",
    ),
    "wagtail.admin.views.pages.convert_alias:ConvertAliasView.post": ("tree: convert an alias",),
    "wagtail.admin.views.pages.bulk_actions.publish:PublishBulkAction.execute_action": (
        "many: publish",
        "many: publish all below Posts",
    ),
    "wagtail.admin.views.pages.bulk_actions.unpublish:UnpublishBulkAction.execute_action": (
        "many: take down",
        "many: take down all below Posts",
    ),
    "wagtail.admin.views.pages.bulk_actions.move:MoveBulkAction.execute_action": ("many: move",),
    "wagtail.admin.views.pages.bulk_actions.delete:DeleteBulkAction.execute_action": (
        "many: delete",
        "many: delete Posts",
    ),
    # The review
    "wagtail.admin.views.generic.workflow:WorkflowAction.post": (
        "review: approve on the dashboard",
        "review: approve under another article's address",
        "review: approve in a stock workflow",
    ),
    "wagtail.models.workflows:Task.on_action": ("review: approve in a stock workflow",),
    "wagtail.models.workflows:WorkflowState.update": (
        "review: set the task to approved from a shell",
    ),
    "wagtail.workflows:publish_workflow_state": ("review: finish it from a shell",),
    # The settings
    "wagtail.admin.views.generic.models:CreateView.action_class": ("settings: another site",),
    "wagtail.admin.views.generic.models:EditView.action_class": (
        "settings: another root for the site",
    ),
    "wagtail.admin.views.generic.models:DeleteView.action_class": ("settings: delete the site",),
    "wagtail.actions.delete:DeleteAction._delete": ("settings: delete the site",),
    # The API behind the admin
    "wagtail.admin.api.actions.publish:PublishPageAPIAction._action_from_data": (
        "admin API: publish",
    ),
    "wagtail.admin.api.actions.unpublish:UnpublishPageAPIAction._action_from_data": (
        "admin API: unpublish",
        "admin API: unpublish Posts and all below",
    ),
    "wagtail.admin.api.actions.copy:CopyPageAPIAction._action_from_data": ("admin API: copy",),
    "wagtail.admin.api.actions.create_alias:CreatePageAliasAPIAction._action_from_data": (
        "admin API: create an alias",
    ),
    "wagtail.admin.api.actions.convert_alias:ConvertAliasPageAPIAction._action_from_data": (
        "admin API: convert an alias",
    ),
    "wagtail.admin.api.actions.move:MovePageAPIAction._action_from_data": (
        "admin API: move",
        "admin API: move Posts",
    ),
    "wagtail.admin.api.actions.delete:DeletePageAPIAction._action_from_data": (
        "admin API: delete",
        "admin API: delete Posts",
    ),
    "wagtail.admin.api.actions.revert_to_page_revision:"
    "RevertToPageRevisionAPIAction._action_from_data": ("admin API: go back to a revision",),
    "wagtail.admin.api.actions.copy_for_translation:"
    "CopyForTranslationAPIAction._action_from_data": ("admin API: copy for translation",),
    # The API for programs
    "wagtail.api.v3.routers.pages:create_page": ("API v3: create and publish",),
    "wagtail.api.v3.routers.pages:update_page": ("API v3: change and publish",),
    "wagtail.api.v3.routers.pages:publish": ("API v3: publish",),
    "wagtail.api.v3.routers.pages:unpublish": (
        "API v3: unpublish",
        "API v3: unpublish Posts and all below",
    ),
    "wagtail.api.v3.routers.pages:copy": ("API v3: copy",),
    "wagtail.api.v3.routers.pages:move": ("API v3: move",),
    "wagtail.api.v3.routers.pages:delete": ("API v3: delete", "API v3: delete Posts"),
    "wagtail.api.v3.routers.pages:revert": ("API v3: go back to a revision",),
    "wagtail.api.v3.routers.pages:convert_alias": ("API v3: convert an alias",),
    "wagtail.api.v3.routers.pages:create_alias": ("API v3: create an alias",),
    "wagtail.api.v3.routers.pages:copy_for_translation": ("API v3: copy for translation",),
    "wagtail.api.v3.routers.sites:create_site": ("API v3: another site",),
    "wagtail.api.v3.routers.sites:update_site": ("API v3: another root for the site",),
    "wagtail.api.v3.routers.sites:delete_site": ("API v3: delete the site",),
    # Commands
    "wagtail.management.commands.publish_scheduled:Command.handle": (
        "command: publish_scheduled as Wagtail has it",
        "command: publish_scheduled with a forged time",
        "command: publish_scheduled before it is due",
    ),
    "wagtail.management.commands.move_pages:Command.handle": ("command: move_pages",),
    "wagtail.management.commands.fixtree:Command.handle": ("command: fixtree",),
    "wagtail.management.commands.fixtree:Command.handle_model": ("command: fixtree",),
    "wagtail.management.commands.set_url_paths:Command.set_subtree": ("command: set_url_paths",),
    "wagtail.management.commands.purge_revisions:purge_revisions": ("command: purge_revisions",),
    # What all of these share, called by itself
    "wagtail.models.revisions:Revision.publish": (
        "code: revision.publish()",
        "code: revision.publish(user), checks skipped",
        "code: an older revision.publish()",
        "code: revision.publish() over one that is scheduled",
    ),
    "wagtail.models.pages:AbstractPage.publish": ("code: revision.publish()",),
    "wagtail.actions.publish_revision:PublishRevisionAction._publish_revision": (
        "code: PublishPageRevisionAction",
    ),
    "wagtail.actions.publish_page_revision:PublishPageRevisionAction._after_publish": (
        "code: update_aliases()",
    ),
    "wagtail.actions.create:CreateAction._create": ("code: CreatePageAction",),
    "wagtail.actions.edit:EditAction._edit": ("code: EditPageAction",),
    "wagtail.actions.revert_to_revision:RevertToRevisionAction.execute": (
        "code: RevertToPageRevisionAction",
    ),
    "wagtail.actions.unpublish:UnpublishAction._unpublish_object": ("code: unpublish()",),
    "wagtail.actions.unpublish_page:UnpublishPageAction._after_unpublish": ("code: unpublish()",),
    "wagtail.actions.unpublish_page:UnpublishPageAction.execute": (
        "editor: take down Posts and all below",
    ),
    "wagtail.models.pages:AbstractPage.unpublish": (
        "code: unpublish()",
        "code: unpublish() as a bare page",
        "code: unpublish() as if it had expired",
    ),
    "wagtail.query:PageQuerySet.unpublish": ("code: unpublish() of a queryset",),
    "wagtail.signal_handlers:pre_delete_page_unpublish": ("code: delete()",),
    "wagtail.models.pages:AbstractPage.move": ("code: move()", "code: move() of Posts"),
    "wagtail.actions.move_page:MovePageAction._move_page": ("code: move()",),
    "wagtail.models.pages:AbstractPage.save": (
        "code: save() with live set",
        "code: save() with live set, as a bare page",
        "code: save() with live and the revision set",
        "code: save() before it is due",
        "code: save() with other words",
        "code: save() of the words alone",
        "code: save() with another time of publication",
        "code: save() of that time alone",
        "code: save() as a bare page",
        "code: save() with live taken away",
    ),
    "wagtail.models.pages:AbstractPage.set_url_path": ("code: save() with another address",),
    "wagtail.models.pages:AbstractPage._update_descendant_url_paths": (
        "code: save() of Posts with another address",
    ),
    "wagtail.models.pages:AbstractPage.copy": ("code: copy()", "code: copy() of all Posts"),
    "wagtail.actions.copy_page:CopyPageAction._copy_page": ("code: copy()",),
    "wagtail.models.pages:AbstractPage.create_alias": ("code: create_alias()",),
    "wagtail.actions.create_alias:CreatePageAliasAction._create_alias": ("code: create_alias()",),
    "wagtail.models.pages:AbstractPage.update_aliases": ("code: update_aliases()",),
    "wagtail.actions.convert_alias:ConvertAliasPageAction._convert_alias": (
        "tree: convert an alias",
    ),
    "wagtail.models.pages:AbstractPage.copy_for_translation": (
        "code: copy_for_translation() as an alias",
    ),
    "wagtail.actions.copy_for_translation:CopyPageForTranslationAction._copy_for_translation": (
        "code: copy_for_translation() as an alias",
    ),
    "wagtail.models.pages:AbstractPage.delete": (
        "code: delete()",
        "code: delete() as a bare page",
        "code: delete() of a queryset",
        "code: delete() of Posts",
    ),
    "wagtail.actions.delete_page:DeletePageAction._delete_page": ("code: delete()",),
    "wagtail.models.revisions:Revision.delete": ("code: delete() of the public revision",),
    "wagtail.models.pages:PageViewRestriction.delete": ("code: a restriction taken away",),
}

OUT_OF_REACH = {
    "It makes a page a draft, or loads one without saving it.": (
        "wagtail.actions.create:CreateAction._save_instance",
        "wagtail.actions.create_page:CreatePageAction._save_instance",
        "wagtail.actions.revert_to_revision:RevertToRevisionAction.__init__",
        "wagtail.admin.views.pages.create:CreateView.save_action",
        "wagtail.admin.views.pages.create:CreateView.submit_action",
        "wagtail.admin.views.pages.preview:PreviewOnCreateView.get_form",
        "wagtail.contrib.redirects.signal_handlers:autocreate_redirects_on_page_move",
        "wagtail.contrib.redirects.signal_handlers:create_redirects",
        "wagtail.models.draft_state:DraftStateMixin.with_content_json",
        "wagtail.models.pages:AbstractPage._set_core_field_defaults",
        "wagtail.models.pages:AbstractPage.with_content_json",
    ),
    "It makes a revision; the pinned ones keep their words (test_gate).": (
        "wagtail.models.pages:AbstractPage.save_revision",
        "wagtail.models.revisions:RevisionMixin.save_revision",
    ),
    "It restricts a page that has just been made, as a draft.": (
        "wagtail.admin.views.pages.create:CreateView.set_default_privacy_setting",
    ),
    "It copies a task's state from one revision to the next, and approves nothing.": (
        "wagtail.models.workflows:WorkflowState.copy_approved_task_states_to_revision",
    ),
    "It takes a workflow from pages or types, so that they go without or with the one above.": (
        "wagtail.admin.forms.workflows:WorkflowContentTypeForm.save",
        "wagtail.admin.views.workflows:remove_workflow",
        "wagtail.models.workflows:AbstractWorkflow.deactivate",
    ),
    "Snippets are no pages; what authors and topics may do is decided elsewhere.": (
        "wagtail.admin.views.generic.mixins:CreateEditViewOptionalFeaturesMixin.publish_action",
        "wagtail.admin.views.generic.mixins:"
        "CreateEditViewOptionalFeaturesMixin.workflow_action_action",
        "wagtail.admin.views.generic.models:UnpublishView.unpublish",
        "wagtail.models.draft_state:DraftStateMixin.publish",
        "wagtail.models.draft_state:DraftStateMixin.unpublish",
        "wagtail.models.i18n:TranslatableMixin.copy_for_translation",
        "wagtail.snippets.api.v3.router:copy_for_translation",
        "wagtail.snippets.api.v3.router:create_snippet",
        "wagtail.snippets.api.v3.router:delete_snippet",
        "wagtail.snippets.api.v3.router:publish_snippet",
        "wagtail.snippets.api.v3.router:revert_snippet",
        "wagtail.snippets.api.v3.router:unpublish_snippet",
        "wagtail.snippets.api.v3.router:update_snippet",
        "wagtail.snippets.bulk_actions.delete:DeleteBulkAction.execute_action",
    ),
    "Pictures and documents have a guard of their own (test_files).": (
        "wagtail.admin.views.generic.multiple_upload:CreateFromUploadView.post",
        "wagtail.admin.views.generic.multiple_upload:DeleteUploadView.post",
        "wagtail.admin.views.generic.multiple_upload:DeleteView.post",
        "wagtail.documents.api.v3.router:create_document",
        "wagtail.documents.api.v3.router:delete_document",
        "wagtail.documents.api.v3.router:update_document",
        "wagtail.documents.views.bulk_actions.delete:DeleteBulkAction.execute_action",
        "wagtail.images.api.v3.router:create_image",
        "wagtail.images.api.v3.router:delete_image",
        "wagtail.images.api.v3.router:update_image",
        "wagtail.images.forms:BaseImageForm.save",
        "wagtail.images.management.commands.wagtail_update_image_renditions:Command.handle",
        "wagtail.images.views.bulk_actions.delete:DeleteBulkAction.execute_action",
    ),
    "Collections hold files, not pages.": (
        "wagtail.admin.forms.collections:BaseGroupCollectionMemberPermissionFormSet.save",
        "wagtail.admin.views.collection_privacy:set_privacy",
        "wagtail.admin.views.collections:Delete.post",
        "wagtail.admin.views.collections:Edit.save_instance",
    ),
    "Languages, redirects and people are an admin's, and no page's words.": (
        "wagtail.contrib.redirects.api.v3.router:create_redirect",
        "wagtail.contrib.redirects.api.v3.router:delete_redirect",
        "wagtail.contrib.redirects.api.v3.router:update_redirect",
        "wagtail.contrib.redirects.signal_handlers:BatchRedirectCreator.pre_process",
        "wagtail.contrib.settings.forms:SitePermissionForm.save",
        "wagtail.locales.api.v3.router:create_locale",
        "wagtail.locales.api.v3.router:delete_locale",
        "wagtail.locales.api.v3.router:update_locale",
        "wagtail.models.i18n:Locale.delete",
        "wagtail.users.forms:BaseGroupPagePermissionFormSet.save",
        "wagtail.users.views.bulk_actions.delete:DeleteBulkAction.execute_action",
    ),
    "It tidies up what is no page: editing sessions, previews, embeds, the reference index.": (
        "wagtail.admin.models:EditingSession.cleanup",
        "wagtail.admin.views.editing_sessions:release",
        "wagtail.admin.views.generic.preview:PreviewOnEdit.delete",
        "wagtail.admin.views.generic.preview:PreviewOnEdit.remove_old_preview_data",
        "wagtail.management.commands.purge_embeds:Command.handle",
        "wagtail.models.reference_index:ReferenceIndex.create_or_update_for_object",
        "wagtail.models.reference_index:ReferenceIndex.remove_for_object",
        "wagtail.models.reference_index:ReferenceIndex.remove_references_to",
    ),
    "The site does not install it.": (
        "wagtail.contrib.forms.views:DeleteSubmissionsView.handle_delete",
        "wagtail.contrib.search_promotions.models:Query.garbage_collect",
        "wagtail.contrib.search_promotions.models:QueryDailyHits.garbage_collect",
        "wagtail.contrib.search_promotions.views.settings:DeleteView.delete_action",
        "wagtail.contrib.simple_translation.models:after_create_page",
        "wagtail.contrib.simple_translation.views:SubmitTranslationView.post",
    ),
}


def found_in_wagtail(folder=WAGTAIL) -> dict[str, set[str]]:
    """Each caller as "module:function", and what it calls or sets."""
    sources = [
        (path.relative_to(folder.parent), ast.parse(path.read_text()))
        for path in sorted(folder.rglob("*.py"))
        if not NOT_SHIPPED & set(path.relative_to(folder).parts)
    ]
    calls = CALLS | {
        node.name
        for path, tree in sources
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and path.parts[1] == "actions"
        if node.name.endswith("Action")
    }
    found = {}
    for path, tree in sources:
        module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for function, node in _functions(tree):
            if what := _what_it_does(node, calls):
                found.setdefault(f"{module}:{function}", set()).add(what)
    return found


def _functions(node, inside=""):
    """Every node with the function or class it stands in."""
    for child in ast.iter_child_nodes(node):
        name = getattr(child, "name", "") if isinstance(child, ast.stmt) else ""
        place = ".".join(filter(None, [inside, name]))
        yield place, child
        yield from _functions(child, place)


def _what_it_does(node, calls) -> str:
    """What a node does to a page, perhaps; empty for nothing."""
    if isinstance(node, ast.Call):
        return _what_it_calls(node, calls)
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr in FLAGS:
                return f"{ast.unparse(target)} ="
    return ""


def _what_it_calls(node, calls):
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    names = {keyword.arg for keyword in node.keywords}
    flags = name not in QUESTIONS and names & FLAGS
    if not (flags or name in calls or name in SOMETIMES):
        return ""
    called = ast.unparse(node.func)
    on = called.rpartition(".")[0]
    told = (
        flags
        or (name in calls and not any(word in on for word in FILES))
        or (name == "copy" and on != "copy" and (node.args or names))
        or (name in ("save", "create") and "restriction" in on.lower())
    )
    return called if told else ""
