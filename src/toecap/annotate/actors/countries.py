"""Which country a report is about, and the groups that it leaves without one ("police", "the government")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.surfaces import Hit

# A report is about one country when this share of all its mentions of countries is that country's.
_DOMINANT_SHARE = 0.5
_FILLED_KINDS = ("group", "organisation", "population")
# "Energy Minister Murungi" in a report about Kenya is Kenya's; a person without a public role may be anybody's.
_BETWEEN_STATES = frozenset(
    ("leader", "country", "nation", "state", "ally", "power", "diplomat", "negotiator", "delegate")
)
_PUBLIC = frozenset(
    "minister senator governor mayor congressman congresswoman lawmaker mp premier chancellor ambassador judge"
    " secretary".split()
)


def country_counts(hits: Sequence[Hit], home: str | None) -> Counter[str]:
    counts: Counter[str] = Counter(hit.row.country for hit in hits if hit.row.country and "JRN" not in hit.row.sectors)
    if home and counts[home]:
        counts[home] += 1
    return counts


def dominant_country(counts: Counter[str]) -> str | None:
    ranked = counts.most_common(2)
    if not ranked:
        return None
    total = sum(counts.values())
    return (
        ranked[0][0]
        if ranked[0][1] >= _DOMINANT_SHARE * total and (len(ranked) < 2 or ranked[0][1] > ranked[1][1])
        else None
    )


def fill_countries(founds: Sequence[Found], dominant: str | None) -> list[Found]:
    """A bare "police" is the police named with a country before it, else of the country the report is about."""
    seen: dict[str, tuple[str | None, str | None]] = {}
    ever: dict[str, set[tuple[str | None, str | None]]] = {}
    for f in founds:
        if f.country and f.key and f.key.startswith("group:"):
            ever.setdefault(_stem(f.key), set()).add((f.country, f.code))
    out = []
    for f in founds:
        if f.key is None or not f.key.startswith("group:"):
            fits = dominant is not None and dominant != f.apart and _fillable(f)
            out.append(_with(f, dominant, dominant) if fits else f)
            continue
        stem = _stem(f.key)
        if f.country:
            seen[stem] = (f.country, f.code)
        elif _fillable(f):
            one = ever.get(stem, set())
            country, code = seen.get(stem) or (next(iter(one)) if len(one) == 1 else (dominant, dominant))
            f = f._replace(country=country, code=code, key=f"group:{country or ''}:{stem}")
        out.append(f)
    return out


def _fillable(found: Found) -> bool:
    filled = found.kind in _FILLED_KINDS or (found.kind == "person" and found.form == "noun")
    filled = filled or (found.kind == "state" and found.definite and not found.plural)
    if found.kind == "person" and found.form == "name":
        public = found.role is not None and (_is_public(found.role) or found.office == "representative")
        return public and found.wikidata is None and found.country is None and found.code is None
    between = found.plural and found.noun.split(" ")[-1] in _BETWEEN_STATES
    return found.bare and filled and not between and found.country is None and found.code is None


def _is_public(role: str) -> bool:
    """Companies have presidents, vice presidents and spokesmen too; only "president" alone is a state's."""
    return role.split()[-1].lower() in _PUBLIC or role.lower() in ("president", "former president", "prime minister")


def _stem(key: str) -> str:
    return key.split(":", 2)[2]


def _with(found: Found, country: str | None, code: str | None) -> Found:
    if country == found.country and code == found.code:
        return found
    return found._replace(country=country, code=code)
