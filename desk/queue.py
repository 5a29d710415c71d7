"""What waits for whom, read from Wagtail's workflow states and from our approvals."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import policy_registry

from publishing.models import Approval, PublicVersion, ReviewTask

SHOWN = 50


@dataclass
class Waiting:
    """One page that somebody, or the clock, has to act on."""

    page: Page
    who: str
    since: datetime
    note: str = ""


def in_review(user) -> list[Waiting]:
    """Drafts under review among those that `user` may edit, the longest wait first."""
    found = _states(user, WorkflowState.STATUS_IN_PROGRESS)
    tasks = ReviewTask.objects.prefetch_related("groups").in_bulk(
        [state.current_task_state.task_id for state, _ in found]
    )
    return [
        Waiting(
            page,
            who=_reviewers(tasks.get(state.current_task_state.task_id)),
            since=state.current_task_state.started_at,
            note=f"submitted by {name_of(state.requested_by)}",
        )
        for state, page in found
    ]


def sent_back(user) -> list[Waiting]:
    """Drafts that a reviewer wants changed and that nobody has submitted again."""
    return [
        Waiting(
            page,
            who=name_of(state.requested_by),
            since=state.current_task_state.finished_at,
            note=state.current_task_state.comment,
        )
        for state, page in _states(user, WorkflowState.STATUS_NEEDS_CHANGES)
    ]


def scheduled(user) -> list[Waiting]:
    """What goes live by itself, the next first."""
    revisions = Revision.objects.filter(
        approved_go_live_at__isnull=False,
        base_content_type__model="page",
        object_id__in=_editable_ids(user),
    ).order_by("approved_go_live_at")[:SHOWN]
    pages = _pages(revisions)
    return [
        Waiting(pages[int(revision.object_id)], "", revision.approved_go_live_at)
        for revision in revisions
    ]


def approvals_void(user) -> list[Waiting]:
    """Texts that were approved, then changed before they went public; they need a new approval."""
    later = Approval.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
    entries = PublicVersion.objects.filter(page=OuterRef("page")).order_by("-number")
    void = Approval.objects.filter(void_at__isnull=False, version=None, page__in=_editable(user))
    void = void.annotate(last_number=Coalesce(Subquery(entries.values("number")[:1]), 0))
    void = void.filter(~Exists(later), on_top_of=F("last_number"))
    return [
        Waiting(approval.page, approval.approver_name, approval.void_at, approval.void_because)
        for approval in void.select_related("page").order_by("-void_at")[:SHOWN]
    ]


def published_by_one() -> list[Waiting]:
    """What one person published or took down, until a second person has looked; for every desk."""
    return [
        Waiting(approval.page, approval.approver_name, approval.made_at, approval.reason)
        for approval in Approval.unseen()[:SHOWN]
    ]


def name_of(user) -> str:
    """How colleagues know a person; somebody who has left is "somebody"."""
    return (user.get_full_name() or user.get_username()) if user else "somebody"


def _states(user, status):
    states = (
        WorkflowState.objects.filter(
            status=status, base_content_type__model="page", object_id__in=_editable_ids(user)
        )
        .exclude(current_task_state=None)
        .select_related("current_task_state", "requested_by")
        .order_by("created_at")[:SHOWN]
    )
    pages = _pages(states)
    return [(state, pages[int(state.object_id)]) for state in states]


def _editable_ids(user):
    """The ids of the pages that `user` may edit, as text: so workflow states keep them."""
    pages = _editable(user)
    return pages.annotate(as_text=Cast("pk", CharField())).order_by().values("as_text")


def _editable(user):
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")


def _pages(items):
    return Page.objects.in_bulk([int(item.object_id) for item in items])


def _reviewers(task):
    return " or ".join(group.name for group in task.groups.all()) if task else "a reviewer"
