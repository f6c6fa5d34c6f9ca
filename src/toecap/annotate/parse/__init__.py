"""spaCy's own components, computed in less time with the same output.

Most of a parse goes into two convolutional networks (`networks`) and rules for parts of speech and lemmas (`words`).
A pipeline that has other parts than those of spaCy's small and middle English models keeps them as they are.
"""

from toecap.annotate.parse.hasten import hasten

__all__ = ["hasten"]
