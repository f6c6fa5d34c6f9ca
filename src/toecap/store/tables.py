"""The tables of a store, column by column. `docs/reference/tables.md` is made from here.

A row belongs to a record: one coding of one version of one report. `record_id` joins the tables; an id such as `s3` or
`e1` is unique in its record only. Offsets are code points into the report's text; days are DATE, and NULL is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

FORMAT = 1  # of the store; raised when a reader of the older one would misread it, with a migration

TEXT, DAY, STAMP, WHOLE, REAL, FLAG = (
    pa.string(),
    pa.date32(),
    pa.timestamp("us", tz="UTC"),
    pa.int32(),
    pa.float64(),
    pa.bool_(),
)
TEXTS = pa.list_(TEXT)
COUNT = pa.struct(
    [
        pa.field("what", TEXT, nullable=False),
        pa.field("low", pa.int64()),
        pa.field("high", pa.int64()),
        pa.field("quote", TEXT),
    ]
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and what stands in it."""

    name: str
    kind: pa.DataType
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `derived` ones are made anew by linking, the others only grow."""

    name: str
    says: str
    columns: tuple[Column, ...]
    derived: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of its files."""
        return pa.schema([(column.name, column.kind) for column in self.columns])


def _columns(*rows: tuple[str, pa.DataType, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


RECORD = ("record_id", TEXT, "the coding of a version of a report that the row belongs to")

REPORTS = Table(
    "reports",
    "one row a record: the report as it was read",
    _columns(
        RECORD,
        (
            "report_id",
            TEXT,
            "the report, the same for all its versions: of its address, or else of name, outlet and text",
        ),
        ("name", TEXT, "as in `toecap read`: id of a row, stem of a file"),
        ("outlet", TEXT, "who published it"),
        ("agency", TEXT, "whose text it is by its own credit line"),
        ("url", TEXT, "its address"),
        ("title", TEXT, "its title"),
        ("byline", TEXT, "who wrote it"),
        ("kind", TEXT, "article, live blog, list, opinion, video, paywalled, near-empty"),
        ("language", TEXT, "ISO 639-1"),
        ("published", DAY, "day of publication"),
        ("published_at", TEXT, "ISO 8601 with the time, and the zone where it is told"),
        ("text", TEXT, "the text that every offset points into"),
        ("text_sha256", TEXT, "hash of the text"),
        ("version", WHOLE, "1 for the first text of the report that came, 2 for the next"),
        ("changes", TEXTS, "what the version changed: paragraphs gone, after '- ', and new ones, after '+ '"),
        ("coding", TEXT, "hash of version, model and knowledge that coded it: equal hashes code alike"),
        ("run_id", TEXT, "the run that coded it"),
    ),
)

ACTORS = Table(
    "actors",
    "one row for each actor of a record",
    _columns(
        RECORD,
        ("actor_id", TEXT, "id in the record"),
        ("actor_key", TEXT, "the same for one actor in all records: Wikidata id, or code and name"),
        ("name", TEXT, "as the knowledge has it, or the report"),
        ("kind", TEXT, "person, state, organisation, group, population, unknown"),
        ("country", TEXT, "ISO 3166 alpha-3"),
        ("code", TEXT, "the country, or UNO EUR IGO NGO MNC ISM IMG"),
        ("sectors", TEXTS, "GOV, MIL, ..."),
        ("role", TEXT, "the office held on the day of the report"),
        ("wikidata", TEXT, "Q..."),
    ),
)

STATEMENTS = Table(
    "statements",
    "one row for each statement of a record",
    _columns(
        RECORD,
        ("statement_id", TEXT, "id in the record"),
        ("form", TEXT, "direct, indirect, mixed"),
        ("content", TEXT, "the words, parts joined by ' ... '"),
        ("cue", TEXT, "the reporting word"),
        ("source", TEXT, "the words that name the speaker"),
        ("speaker_id", TEXT, "the speaker: actor_id"),
        ("speaker_key", TEXT, "the speaker: actor_key"),
        ("speaker", TEXT, "the speaker: name"),
        ("speaker_country", TEXT, "the speaker: country"),
        ("addressee_keys", TEXTS, "whom it addresses: actor_key"),
        ("through_keys", TEXTS, "who relayed it: actor_key"),
        ("channel", TEXT, "call, meeting, interview, news conference, speech, written statement, social media, other"),
        ("said_start", DAY, "when it was said, first day"),
        ("said_end", DAY, "and last day"),
        ("said_basis", TEXT, "stated, relative, publication"),
        ("start", WHOLE, "offset of the content's first character"),
        ("rule", TEXT, "what found it"),
        ("confidence", REAL, "0 to 1"),
    ),
)

EVENTS = Table(
    "events",
    "one row for each event of a record",
    _columns(
        RECORD,
        ("event_id", TEXT, "id in the record"),
        ("type", TEXT, "PLOVER type"),
        ("mode", TEXT, "PLOVER mode"),
        ("contexts", TEXTS, "PLOVER contexts"),
        ("cameo", TEXT, "CAMEO code"),
        ("quad", WHOLE, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
        ("intensity", REAL, "Goldstein scale, -10 to 10"),
        ("actor_keys", TEXTS, "who acted: actor_key"),
        ("actors", TEXTS, "who acted: names"),
        ("actor_codes", TEXTS, "who acted: codes, sorted, each once"),
        ("recipient_keys", TEXTS, "to whom: actor_key"),
        ("recipients", TEXTS, "to whom: names"),
        ("recipient_codes", TEXTS, "to whom: codes, sorted, each once"),
        ("predicate", TEXT, "the word that carries it"),
        ("quote", TEXT, "the words that tell it, parts joined by ' ... '"),
        ("start", WHOLE, "offset of the predicate's first character"),
        ("certainty", TEXT, "actual, planned, conditional, hypothetical, denied"),
        ("condition", TEXT, "the words of its condition"),
        ("according_to", TEXT, "statement_id that alone tells it; NULL: the report's own voice"),
        ("according_to_key", TEXT, "that statement's speaker: actor_key"),
        ("when_start", DAY, "first day"),
        ("when_end", DAY, "last day"),
        ("when_basis", TEXT, "stated, relative, publication"),
        ("background", FLAG, "told as history"),
        ("place", TEXT, "name of the place"),
        ("place_country", TEXT, "ISO 3166 alpha-3"),
        ("place_admin1", TEXT, "first-level division"),
        ("lat", REAL, "degrees, WGS 84"),
        ("lon", REAL, "degrees, WGS 84"),
        ("geonames", WHOLE, "GeoNames id"),
        ("place_precision", TEXT, "city, admin1, country, region"),
        ("counts", pa.list_(COUNT), "what was counted, with bounds; NULL where a side is open"),
        ("rule", TEXT, "what coded it"),
        ("confidence", REAL, "0 to 1"),
    ),
)

EVIDENCE = Table(
    "evidence",
    "one row for each place in a text that a field was read from",
    _columns(
        RECORD,
        ("owner", TEXT, "actor_id, statement_id or event_id"),
        ("owner_kind", TEXT, "actor, statement, event"),
        (
            "field",
            TEXT,
            "mention, content, cue, source, channel, said, predicate, evidence, condition, when, place, count",
        ),
        ("start", WHOLE, "offset of the first character"),
        ("end", WHOLE, "offset behind the last character"),
        ("quote", TEXT, "text[start:end]"),
    ),
)

FAILURES = Table(
    "failures",
    "one row for each input or report that could not be read or coded, or was set aside",
    _columns(
        ("failure_id", TEXT, "of input, stage, code and message: the same failure is kept once"),
        ("record_id", TEXT, "the record it is about, where there is one"),
        ("input", TEXT, "the input that it is about"),
        ("stage", TEXT, "read, fetch, first look, annotate, extract"),
        ("code", TEXT, "stable name of the reason"),
        ("message", TEXT, "what, where and the next step"),
        ("run_id", TEXT, "the run that met it"),
    ),
)

RUNS = Table(
    "runs",
    "one row when a run begins and one when it ends; the view `runs` shows the last of each",
    _columns(
        ("run_id", TEXT, "the run"),
        ("command", TEXT, "build or watch"),
        ("started", STAMP, "when"),
        ("finished", STAMP, "when; NULL: still running, or killed"),
        ("version", TEXT, "of Toecap"),
        ("model", TEXT, "spaCy pipeline and its version"),
        ("knowledge", TEXT, "hash of tables and rules"),
        ("settings", TEXT, "JSON"),
        ("inputs", TEXTS, "as given"),
        ("coded", WHOLE, "reports coded"),
        ("known", WHOLE, "reports that the store had"),
        ("changed", WHOLE, "new versions of reports"),
        ("failed", WHOLE, "inputs and reports that failed or were set aside"),
    ),
)

RETIRED = Table(
    "retired",
    "records that another has taken the place of; no view but `report_versions` shows them",
    _columns(
        RECORD,
        ("by_record_id", TEXT, "the record that stands in its place"),
        ("reason", TEXT, "changed: the report's text did; recoded: version, model or knowledge did"),
    ),
)

FAMILIES = Table(
    "families",
    "one row a report: the family of reports that share its text",
    _columns(
        RECORD,
        ("family_id", TEXT, "record_id of the family's first report"),
        ("relation", TEXT, "first, same, reworded, excerpt, extended, update"),
        ("like_record_id", TEXT, "the report of the family that it is nearest to"),
        ("overlap", REAL, "share of the shorter text's five-word runs that the other has, 0 to 1"),
        ("agency", TEXT, "whose text the family's is, by a credit line of any of its reports"),
        ("owner", TEXT, "who owns the outlet, by the table of owners; else the outlet"),
        ("happening_id", TEXT, "equal for reports whose main happening is one: record_id of one of them"),
    ),
    derived=True,
)

REPORT_LINKS = Table(
    "report_links",
    "one row for each pair of reports that was weighed as to whether their main happening is one",
    _columns(
        RECORD,
        ("other_record_id", TEXT, "the other report"),
        ("linked", FLAG, "whether the pair alone would be taken as one; families.happening_id has the outcome"),
        ("score", REAL, "likeness of names, first lines and numbers, by how near the days are"),
        ("for_", TEXTS, "what spoke for it"),
        ("against", TEXTS, "what spoke against it"),
    ),
    derived=True,
)

INCIDENTS = Table(
    "incidents",
    "one row for each happening in the world",
    _columns(
        ("incident_id", TEXT, "of its first telling"),
        ("type", TEXT, "PLOVER type that most tellings give it"),
        ("cameo", TEXT, "CAMEO code that most tellings give it"),
        ("quad", WHOLE, "quad class"),
        ("intensity", REAL, "Goldstein scale"),
        ("certainty", TEXT, "the most certain telling: actual before planned, conditional, hypothetical, denied"),
        ("actor_keys", TEXTS, "who acted, by most tellings"),
        ("actors", TEXTS, "names"),
        ("actor_codes", TEXTS, "codes"),
        ("recipient_keys", TEXTS, "to whom"),
        ("recipients", TEXTS, "names"),
        ("recipient_codes", TEXTS, "codes"),
        ("start", DAY, "first day; of publication where no telling says"),
        ("end", DAY, "last day"),
        ("dated", FLAG, "a telling says when"),
        ("place", TEXT, "name"),
        ("place_country", TEXT, "ISO 3166 alpha-3"),
        ("lat", REAL, "degrees"),
        ("lon", REAL, "degrees"),
        ("title", TEXT, "a line that names it: the quote of its first telling"),
        ("first_published", DAY, "of its first telling"),
        ("last_published", DAY, "of its last telling"),
        ("tellings", WHOLE, "events of reports that tell it"),
        ("reports", WHOLE, "reports that tell it"),
        ("outlets", WHOLE, "outlets that tell it"),
        ("families", WHOLE, "families of texts that tell it"),
        ("independent_sources", WHOLE, "different origins in which its chains of attribution end"),
        ("denials", WHOLE, "tellings that deny it"),
        ("counts", pa.list_(COUNT), "lowest and highest number told of each thing"),
        ("counts_differ", FLAG, "tellings give numbers that cannot both be true"),
    ),
    derived=True,
)

INCIDENT_MEMBERS = Table(
    "incident_members",
    "one row for each telling of an incident",
    _columns(
        ("incident_id", TEXT, "the incident"),
        RECORD,
        ("event_id", TEXT, "the event that tells it"),
        ("family_id", TEXT, "the family of its report"),
        ("origin", TEXT, "where its chain of attribution ends: actor:..., agency:..., owner:..., family:..."),
        ("origin_says", TEXT, "why, in words"),
        ("denies", FLAG, "it denies the incident"),
    ),
    derived=True,
)

LINKS = Table(
    "incident_links",
    "one row for each pair of tellings that was weighed, with what spoke for and against",
    _columns(
        ("incident_id", TEXT, "the incident of the first"),
        ("record_id", TEXT, "the first telling"),
        ("event_id", TEXT, "the first telling"),
        ("other_record_id", TEXT, "the other"),
        ("other_event_id", TEXT, "the other"),
        ("linked", FLAG, "whether they were taken as one happening"),
        ("score", REAL, "weight of all evidence; linked from the threshold on"),
        ("for_", TEXTS, "what spoke for it: type, actors, place, day, words, text"),
        ("against", TEXTS, "what spoke against it"),
    ),
    derived=True,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        REPORTS,
        ACTORS,
        STATEMENTS,
        EVENTS,
        EVIDENCE,
        FAILURES,
        RUNS,
        RETIRED,
        FAMILIES,
        REPORT_LINKS,
        INCIDENTS,
        INCIDENT_MEMBERS,
        LINKS,
    )
}
