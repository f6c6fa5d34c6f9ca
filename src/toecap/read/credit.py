"""Whose text it is: the agency that a byline, a dateline or a closing line credits, and the kind of page it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

AGENCIES = {
    "AFP": r"AFP|Agence[ -]France[ -]Presse",
    "AP": r"AP|(?:The )?Associated Press|AP News",
    "Reuters": r"(?:Thomson )?Reuters",
    "Bloomberg": r"Bloomberg(?: News)?",
    "dpa": r"dpa|DPA|Deutsche Presse-Agentur",
    "PA": r"PA(?: Media)?|Press Association",
    "AAP": r"AAP|Australian Associated Press",
    "The Canadian Press": r"(?:The )?Canadian Press",
    "EFE": r"EFE",
    "ANSA": r"ANSA",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "TASS": r"TASS",
    "Interfax": r"Interfax(?:-Ukraine)?",
    "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap(?: News Agency)?",
    "Anadolu": r"AA|Anadolu(?: Agency)?",
    "PTI": r"PTI|Press Trust of India",
    "ANI": r"ANI",
    "IANS": r"IANS",
    "UPI": r"UPI|United Press International",
    "CNA": r"CNA|Central News Agency",
}
_ANY = "|".join(f"(?P<a{i}>{pattern})" for i, pattern in enumerate(AGENCIES.values()))
# "KYIV, March 3 (Reuters) -", "INDIANAPOLIS (AP) —": a place in capitals first, the dash after.
_DATELINE = re.compile(rf"^[A-Z][^()\n]{{0,80}}\((?:{_ANY})\)\s*[-–—:]")
_BYLINE = re.compile(
    rf"(?:^|[,/;(]|\band\b|\bby\b|\bof\b|\bwith\b)\s*(?:{_ANY})(?:\s+(?:in|staff)\b.*)?\s*(?=$|[,/;)]|\band\b)"
)
_CLOSING = re.compile(
    rf"^[(\[—–-]*\s*(?:(?:with|via|source:|from)\s+)?(?:reporting (?:by|from)\s+)?"
    rf"(?:{_ANY})(?:\s*[,/]\s*\w[\w ]*)?[)\].]*$",
    re.I,
)

KINDS = ("article", "live blog", "list", "opinion", "video", "paywalled", "near-empty")
FEWEST_WORDS = 60
TEASER_WORDS = 150
_OPINION = re.compile(
    r"/(?:opinions?|commentisfree|comment|columnists?|columns|editorials?|op-?eds?|voices|letters|perspectives?)/", re.I
)
_LIVE = re.compile(r"/live(?:-news|blog|-updates?)?/|-live(?:-updates|-blog)?(?:[-/.]|$)", re.I)
_VIDEO = re.compile(r"/(?:videos?|watch|av)/", re.I)
_WALL = re.compile(
    r"(?:subscribe|register) to (?:continue|read)|to continue reading|already a subscriber|subscribers only",
    re.I,
)
_LIST = re.compile(
    r"^(?:the )?(?:\d+|five|seven|ten) (?:\w+ )?(?:best|things|ways|reasons|takeaways|facts|photos|key|top)\b",
    re.I,
)


def agency_of(byline: str | None, paragraphs: Sequence[str], outlet: str | None) -> str | None:
    """The agency that the text is from, or None: also where the outlet is that agency itself."""
    found = _BYLINE.search(byline) if byline else None
    if found is None and paragraphs:
        found = next((m for p in paragraphs[:2] if (m := _DATELINE.match(p))), None) or _CLOSING.match(paragraphs[-1])
    if found is None:
        return None
    names = list(AGENCIES)
    name = next(names[int(key[1:])] for key, value in found.groupdict().items() if value)
    is_outlet = outlet is not None and re.fullmatch(AGENCIES[name], outlet) is not None
    return None if is_outlet else name


@functools.cache
def agency_named(outlet: str) -> str | None:
    """The agency that an outlet is, or None; as an outlet, CNA is Channel NewsAsia."""
    return next((name for name, said in AGENCIES.items() if outlet != "CNA" and re.fullmatch(said, outlet)), None)


def kind_of(
    types: Sequence[str], url: str | None, title: str | None, section: str | None, free: bool, text: str
) -> str:
    """What kind of page it is, one of KINDS; the first that fits."""
    address, words = url or "", len(text.split())
    said = " ".join(types)
    if "LiveBlog" in said or _LIVE.search(address):
        return "live blog"
    if words < TEASER_WORDS and (not free or _WALL.search(text)):
        return "paywalled"
    if _VIDEO.search(address) or (types and all("Video" in kind for kind in types)):
        return "video"
    if words < FEWEST_WORDS:
        return "near-empty"
    if (
        "Opinion" in said
        or _OPINION.search(address)
        or re.match(r"(?:opinion|comment|editorial)s?\b", section or title or "", re.I)
    ):
        return "opinion"
    return "list" if _LIST.search(title or "") else "article"
