"""Times: which days the time expressions of a report mean. `find_times` works on the text alone, without a parse."""

from toecap.annotate.times.component import annotate_times
from toecap.annotate.times.find import find_times

__all__ = ["annotate_times", "find_times"]
