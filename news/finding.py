"""Finding articles in the admin: by how they stand, by topic and by kind of work."""

from django.db.models import BigIntegerField, Q, TextChoices
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django_filters.filters import ChoiceFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Revision, WorkflowState

from publishing.models import PublicVersion

from .models import ArticlePage, Topic


class State(TextChoices):
    """How an article stands, as editors say it; of some both hold."""

    DRAFT = "draft", "Draft, never public"
    IN_REVIEW = "review", "In review"
    SENT_BACK = "sent-back", "Sent back by a reviewer"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    CHANGED = "changed", "Published, with a newer draft"
    TAKEN_DOWN = "taken-down", "Taken down"


def in_state(state: str):
    """The articles in a state."""
    articles = ArticlePage.objects.order_by()
    seen = Q(pk__in=PublicVersion.objects.values("page"))
    in_review = Q(pk__in=_in_workflow(WorkflowState.STATUS_IN_PROGRESS))
    sent_back = Q(pk__in=_in_workflow(WorkflowState.STATUS_NEEDS_CHANGES))
    scheduled = Q(pk__in=_ids(Revision.page_revisions.filter(approved_go_live_at__isnull=False)))
    public = Q(live=True)
    return articles.filter(
        {
            State.DRAFT: ~(public | seen | in_review | sent_back | scheduled),
            State.IN_REVIEW: in_review,
            State.SENT_BACK: sent_back,
            State.SCHEDULED: scheduled,
            State.PUBLISHED: public,
            State.CHANGED: public & Q(has_unpublished_changes=True),
            State.TAKEN_DOWN: seen & ~public,
        }[State(state)]
    )


def _in_workflow(status):
    return _ids(WorkflowState.objects.filter(status=status, base_content_type__model="page"))


def _ids(rows):
    """The ids of the pages that these rows are about; they keep them as text."""
    return rows.annotate(page_id=Cast("object_id", BigIntegerField())).order_by().values("page_id")


class ArticleFilters(PageFilterSet):
    """What the list of articles can be narrowed to, while searching too.

    Each picks ids: the search index of the admin knows nothing of states.
    """

    state = ChoiceFilter(
        label="State",
        choices=State.choices,
        empty_label="Any",
        widget=RadioSelect,
        method="by_state",
    )
    topic = ModelMultipleChoiceFilter(
        label="Topic",
        queryset=Topic.objects.all(),
        widget=CheckboxSelectMultiple,
        method="by_topic",
    )
    kind = MultipleChoiceFilter(
        label="Kind of work", choices=ArticlePage.Kind.choices, widget=CheckboxSelectMultiple
    )
    site = None
    has_child_pages = None

    class Meta:
        model = ArticlePage
        fields = []

    def by_state(self, articles, name, state):
        return articles.filter(pk__in=in_state(state).values("pk"))

    def by_topic(self, articles, name, topics):
        if not topics:
            return articles
        also_about = ArticlePage.topics.through.objects.filter(topic__in=topics)
        about = Q(main_topic__in=topics) | Q(pk__in=also_about.values("articlepage_id"))
        return articles.filter(pk__in=ArticlePage.objects.order_by().filter(about).values("pk"))
