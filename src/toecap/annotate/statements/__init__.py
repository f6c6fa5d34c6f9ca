"""Statements: what a report attributes to a speaker, as direct, indirect and mixed quotation."""

from toecap.annotate.statements.assemble import find_statements
from toecap.annotate.statements.component import annotate_statements

__all__ = ["annotate_statements", "find_statements"]
