"""All pages, in the order of the navigation."""

from __future__ import annotations

from toecap.web.actor import ACTOR
from toecap.web.actors import ACTORS
from toecap.web.incident import INCIDENT
from toecap.web.incidents import INCIDENTS
from toecap.web.overview import OVERVIEW
from toecap.web.page import Page
from toecap.web.pair import PAIR
from toecap.web.query import QUERY
from toecap.web.report import REPORT
from toecap.web.reports import REPORTS
from toecap.web.runs import RUNS
from toecap.web.statements import STATEMENTS

PAGES: tuple[Page, ...] = (
    OVERVIEW,
    INCIDENTS,
    INCIDENT,
    PAIR,
    ACTORS,
    ACTOR,
    STATEMENTS,
    REPORTS,
    REPORT,
    QUERY,
    RUNS,
)
