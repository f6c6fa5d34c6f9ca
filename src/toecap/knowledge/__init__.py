"""The human-edited tables: states, bodies, groups, metonyms, officials with dates, role nouns."""

from toecap.knowledge.loader import load
from toecap.knowledge.lookup import holder, person, role_on
from toecap.knowledge.tables import Knowledge, Named, Official, RoleNoun

__all__ = ["Knowledge", "Named", "Official", "RoleNoun", "holder", "load", "person", "role_on"]
