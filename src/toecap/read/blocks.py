"""The text blocks of a news page: where its body lies, and which blocks in it are the report's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Elements that end the line that was being read.
BLOCK_TAGS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer h1 h2 h3 h4 h5 h6 header"
    " hr li main ol p pre section summary table tbody td th tr ul".split()
)
# Elements that never hold the report's own words.
DROPPED_TAGS = frozenset(
    "aside audio button canvas dialog figcaption figure footer form head iframe input math menu nav noscript object"
    " script select style svg template textarea video".split()
)
DROPPED_ROLES = frozenset("navigation complementary banner contentinfo dialog search menu toolbar alert".split())
# Never dropped for their name: the page itself, and inline elements, whose words are the sentence's.
KEPT_TAGS = frozenset("html body main article a abbr b em i mark q strong u".split())
# An element with more of the page's prose than this is the report, whatever it is called.
PROTECTED_SHARE = 0.4
NEARLY_ALL = 0.8
# What a class or id says of its element. Whole words only: `related` must not drop `correlated-data`.
DROPPED_NAMES = re.compile(
    r"""(?<![a-z])(?:related|recirc\w*|recommend\w*|newsletters?|promos?|promotions?|share|sharing|social|captions?|credits?|byline|bylines|authors?-?(?:bio|info|box|card|details?|note)s?|bio|ads?|adverts?
    |advertisements?|advertising|sponsor\w*|sign-?up|read-?(?:more|next|also)|more-?(?:on|from|stories|news)
    |also-?read|trending|most-?(?:read|popular|viewed)|popular|breadcrumbs?|tags?|taglist|topics?|timestamp
    |tooltips?|toolbar|donate|donation|donations|modal|popup|outbrain|taboola
    |carousel|gallery|slideshow|image-(?:text|description|credit|info)|twitter-?(?:tweet|embed)|instagram-?media|tiktok-?embed|tweet|embeds?|pullquote|pull-?quotes?
    |standfirst|subtitle|sub-?headline|dek|excerpt|(?:article-?)?summary|bullets|print-?only|screen-?reader\w*|sr-?only|visually-?hidden
    |skip-?(?:link|to)\w*|footer|sidebar|teasers?|next-?article|latest-?news)(?![a-z])""",
    re.VERBOSE,
)
# The same, of elements that may hold more prose than the report.
NEVER_BODY = re.compile(
    r"(?<![a-z])(?:cookies?|consent|onetrust|ot-sdk|gdpr|ccpa|privacy|comments?|disqus|fact-?box(?:es)?|info-?box(?:es)?"
    r"|related-?(?:articles?|stories|content)|newsletters?)(?![a-z])"
)
# What a class or itemprop says of the element that holds the body.
BODY_NAMES = re.compile(
    r"""(?<![a-z])(?:article-?(?:body|content|text|main-?body|entry)|story-?(?:body|content|text)|entry-?content
    |post-?(?:body|content)|(?:body|content)-?(?:text|copy)|rich-?text|wysiwyg|page-?content|single-?content)(?![a-z])""",
    re.VERBOSE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPACE = re.compile(r"[ \t\r\f\v\u00a0\u200b\ufeff]+")
HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden")
# A block shorter than this, or with more of its letters in links, tells nothing of where the body is.
TELLING = 60
MOST_LINKED = 0.4
# Of one block at most so many letters count, so that one long block (a transcript, terms of use) is not the body.
MOST_WEIGHT = 800
BODY_SHARE = 0.5
CHILD_SHARE = 0.75
# Deeper elements are left out: browsers stop at 512 as well.
DEEPEST = 256


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or heading, with the share of its letters that are in links."""

    text: str
    tag: str
    linked: float

    @property
    def telling(self) -> bool:
        """Is long prose, so that the body is likely around it."""
        return len(self.text) >= TELLING and self.linked <= MOST_LINKED and self.tag[0] != "h"


def names(element: Any) -> str:
    """The class and id of an element in lower case, words in camel case parted by hyphens."""
    said = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    if not said.islower():
        said = _CAMEL.sub("-", said).lower()
    return said.replace("__", "-").replace("--", "-").replace("_", "-")


def prune(root: Any) -> None:
    """Remove what is not the report's own words, unless most of the page's prose is in it."""
    prose = _prose(root)
    total = prose.get(root, 0)
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            share = prose.get(element, 0) / max(1, total)
            foreign = share <= NEARLY_ALL and element.tag not in KEPT_TAGS and NEVER_BODY.search(names(element))
            if not foreign and (share > PROTECTED_SHARE or not _is_dropped(element)):
                continue
        parent = element.getparent()
        if parent is not None:
            _keep_tail(element)
            parent.remove(element)


def _prose(root: Any) -> dict[Any, int]:
    """How many letters of paragraphs are under each element."""
    prose: dict[Any, int] = {}
    for paragraph in root.iter("p"):
        length = sum(map(len, paragraph.itertext()))
        for node in (paragraph, *paragraph.iterancestors()):
            prose[node] = prose.get(node, 0) + length
    return prose


def _is_dropped(element: Any) -> bool:
    tag = element.tag
    if tag in DROPPED_TAGS:
        return True
    if tag in KEPT_TAGS:
        return False
    get = element.get
    if get("role") in DROPPED_ROLES or (get("aria-hidden") == "true" and tag != "p"):
        return True
    if tag != "div" and HIDDEN.search(get("style") or ""):
        return True
    said = names(element)
    if len(said) < 3 or not DROPPED_NAMES.search(said) or BODY_NAMES.search(said):
        return False
    return not any(BODY_NAMES.search(names(inner)) for inner in element.iter("div", "section"))


def _keep_tail(element: Any) -> None:
    if element.tail:
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail


def blocks_of(element: Any) -> Iterator[tuple[Block, Any]]:
    """The blocks under an element in order, each with the element that holds it."""
    words: list[tuple[str, bool]] = []
    depth_of_links = 0
    holders: list[Any] = [element]

    def flush() -> Iterator[tuple[Block, Any]]:
        text = "".join(w for w, _ in words)
        for part in re.split(r"\n\s*\n", text) if "\n" in text.strip() else [text]:
            kept = " ".join(_SPACE.sub(" ", line).strip() for line in part.split("\n")).strip()
            if kept:
                linked = sum(len(w) for w, is_link in words if is_link) / max(1, len(text))
                yield Block(kept, str(holders[-1].tag), linked), holders[-1]
        words.clear()

    for event, node in _walk(element):
        tag = node.tag
        is_block = tag in BLOCK_TAGS
        if event == "start":
            if is_block and node is not element:
                yield from flush()
                holders.append(node)
            depth_of_links += tag == "a"
            if tag == "br":
                words.append(("\n", False))
            if node.text:
                words.append((re.sub(r"\s+", " ", node.text), depth_of_links > 0))
            continue
        depth_of_links -= tag == "a"
        if is_block and node is not element:
            yield from flush()
            holders.pop()
        if node.tail and node is not element:
            words.append((re.sub(r"\s+", " ", node.tail), depth_of_links > 0))
    yield from flush()


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    return etree.iterwalk(element, events=("start", "end"))  # type: ignore[no-any-return]


def bodies(root: Any) -> list[Any]:
    """The elements that hold the report's body, in order: named so by the page, or by where its prose is."""
    weight: dict[Any, float] = {}
    for block, holder in blocks_of(root):
        if block.telling:
            node = holder
            for _ in range(DEEPEST):
                weight[node] = weight.get(node, 0) + min(len(block.text), MOST_WEIGHT)
                node = node.getparent()
                if node is None:
                    break
    total = weight.get(root, 0)
    named = [
        e
        for e in weight
        if e.tag not in ("html", "body") and (e.get("itemprop") == "articleBody" or BODY_NAMES.search(names(e)))
    ]
    order = {e: place for place, e in enumerate(root.iter())}
    outer = _outermost(sorted(named, key=order.__getitem__))
    if outer and sum(weight[e] for e in outer) >= BODY_SHARE * total:
        around = _common(outer)
        return [around] if weight[around] <= 1.3 * sum(weight[e] for e in outer) else outer
    articles = [e for e in root.iter("article") if e in weight]
    best = max(articles, key=lambda e: weight[e], default=None)
    start = best if best is not None and weight[best] >= BODY_SHARE * total else root
    return [_descend(start, weight)]


def _outermost(elements: list[Any]) -> list[Any]:
    chosen: set[Any] = set()
    for element in elements:
        if not any(ancestor in chosen for ancestor in element.iterancestors()):
            chosen.add(element)
    return [e for e in elements if e in chosen]


def _common(elements: list[Any]) -> Any:
    """The innermost element around all of them."""
    around = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        lineage = {element, *element.iterancestors()}
        around = [e for e in around if e in lineage]
    return around[0]


def _descend(element: Any, weight: dict[Any, float]) -> Any:
    for _ in range(DEEPEST):
        child = max(element, key=lambda e: weight.get(e, 0), default=None)
        if (
            child is None
            or child.tag in ("p", "li")
            or weight.get(child, 0) < CHILD_SHARE * max(1, weight.get(element, 0))
        ):
            return element
        element = child
    return element
