"""The page of the tables and rules: docs/reference/knowledge.md, written by scripts/write_docs.py."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path

from toecap.knowledge.checks import KEYS
from toecap.knowledge.loader import DATA

PAGE = """# The tables and rules

What Toecap knows, and where it stands: `src/toecap/knowledge/data/`. Each file is read as it is; a change shows in the
next run. Tables marked *own* may also stand in a folder of yours, with your rows alone
([how to](../how-to/own-tables.md)); where a table has a twin `_hand.csv`, write into that one, since a script makes the
other. `toecap knowledge check` tells what is wrong in a table, with file, line and what to do. The sources of all of
them are in `NOTICE`.

In a cell `|` stands between several values. Dates are ISO: a day, a month or a year. Empty is unknown, or open.

"""
# A table cannot say itself what it holds; a file of rules does, at its head.
HOLD = {
    "cameo.csv": "CAMEO codes with PLOVER type, mode, quad class, Goldstein score; `decided`: by us.",
    "cameo_contents.csv": "The code of an appeal, intent, demand, refusal or threat by the act that it is about.",
    "contexts.csv": "The contexts that PLOVER has.",
    "given_names.csv": "Given names, and whether women or men bear them: for pronouns.",
    "groups.csv": "Armed groups, by the state that they act in.",
    "groups_hand.csv": "Armed groups and movements, added by hand.",
    "metonyms.csv": "Houses and cities that stand for a government.",
    "near_types.csv": "Types that one happening is told by, for linking.",
    "officials.csv": "People in offices, with the dates of their terms.",
    "officials_hand.csv": "People in offices, added or corrected by hand.",
    "organisations.csv": "Bodies, parties, courts, companies, agencies.",
    "outlet_hosts.csv": "Outlets by the host of their pages.",
    "outlets.csv": "Where an outlet is at home, for what its reports say of `the country` and `the government`.",
    "owners.csv": "Who owns an outlet: outlets of one owner are one source.",
    "place_names.tsv.gz": "Other names of the places.",
    "places.csv.gz": "Cities with their state, first-level region, coordinates and GeoNames id.",
    "plover.csv": "PLOVER types and modes, with quad class and score.",
    "regions.csv": "States' first-level regions, and regions above states.",
    "regions_hand.csv": "Regions added by hand.",
    "role_nouns.csv": "Nouns that make an actor: police, rebel, foreign minister.",
    "role_nouns_hand.csv": "Such nouns, added by hand.",
    "states.csv": "States: codes, names, adjectives, demonyms, capitals.",
    "word_counts.csv.gz": "In how many reports a word stands: how rare it is, for linking.",
}


# Files whose first line is a row.
HEADLESS = {
    "place_names.tsv.gz": ["name", "geonames"],
    "places.csv.gz": ["geonames", "name", "country", "admin1", "lat", "lon", "population"],
}


def page() -> str:
    """Each file of the knowledge with what it holds; KeyError where nobody has said it."""
    tables = ["| table | holds | columns |", "| --- | --- | --- |"]
    for path in sorted(DATA.iterdir()):
        if ".csv" in path.suffixes or ".tsv" in path.suffixes:
            own = " *own*" if path.name.replace("_hand", "") in KEYS else ""
            columns = ", ".join(f"`{column}`" for column in _columns(path))
            tables.append(f"| `{path.name}`{own} | {HOLD[path.name]} | {columns} |")
    rules = ["| file | holds |", "| --- | --- |"]
    files = sorted([*DATA.glob("*.toml"), *DATA.glob("rules/*.toml")])
    rules += [f"| `{path.relative_to(DATA).as_posix()}` | {_head(path)} |" for path in files]
    rules.append("| `rules/events/TYPE.toml` | One file a type: the [codebook](../codebook/index.md). |")
    return "\n".join([PAGE, "## Tables\n", *tables, "\n## Rules and words\n", *rules])


def _columns(path: Path) -> list[str]:
    if path.name in HEADLESS:
        return HEADLESS[path.name]
    packed = path.read_bytes()
    content = gzip.decompress(packed) if path.suffix == ".gz" else packed
    return content.decode("utf-8").partition("\n")[0].split(",")


def _head(path: Path) -> str:
    """The comment at the head of a file, up to its first empty line."""
    lines = itertools.takewhile(lambda line: line.startswith("# "), path.read_text("utf-8").splitlines())
    return " ".join(line.removeprefix("# ") for line in lines).replace("|", "\\|")
