from .gated_page import GatedPage, ParentPermissionTester
from .policy import EditorialPolicy, Heartbeat
from .preview import PreviewLink
from .record import Approval, Contribution, Event, PublicFile, PublicVersion
from .review import ReviewTask

__all__ = [
    "Approval",
    "Contribution",
    "EditorialPolicy",
    "Event",
    "GatedPage",
    "Heartbeat",
    "ParentPermissionTester",
    "PreviewLink",
    "PublicFile",
    "PublicVersion",
    "ReviewTask",
]
