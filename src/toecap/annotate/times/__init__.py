"""Times: which days the time expressions of a report mean. `find_times` works on the text alone, without a parse."""

from toecap.annotate.times.find import find_times

__all__ = ["find_times"]
