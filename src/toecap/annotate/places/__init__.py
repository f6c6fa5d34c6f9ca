"""Places: which point of the map the place names of a report mean."""

from toecap.annotate.places.component import annotate_places
from toecap.annotate.places.find import PlaceSpan, find_places

__all__ = ["PlaceSpan", "annotate_places", "find_places"]
