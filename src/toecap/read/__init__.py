"""Read: anything -> Report. `reports(inputs)` yields a report or the failure that stands in its place."""

from toecap.read.files import Unread, reports

__all__ = ["Unread", "reports"]
