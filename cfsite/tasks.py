"""Where Wagtail's background tasks run: in this process, once the transaction is committed."""

from django.db import transaction
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.utils import get_random_id


class OnCommitBackend(ImmediateBackend):
    """Runs a task after the commit.

    The stock backend runs it inside `post_save`, before bylines and topics are written, and
    lets a failing index abort the publication on PostgreSQL.
    """

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        result = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(lambda: self._execute_task(result), robust=True)
        return result
