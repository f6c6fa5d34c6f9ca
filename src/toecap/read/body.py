"""The body of a news page as paragraphs: blocks where the page holds its prose, less what is no part of the report."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

from toecap.read.blocks import Block, blocks_of, bodies, prune

# Less text than this from our own reading: ask trafilatura.
TOO_LITTLE = 250
# The page's own `articleBody` is trusted over what we read when it is so much longer, and to filter what we read when
# it holds nearly all of it.
MUCH_LONGER = 3
NEARLY_ALL = 0.8

# Lines that address the reader or point elsewhere; a block that begins so is left out.
BOILERPLATE = re.compile(
    r"""(?:read|see|watch|listen|learn|find\ out)\ (?:more|also|next|now)\b|also\ read\b
    |more\ (?:on|from|stories|news|coverage)\b
    |related(?:\ (?:articles?|posts?|stories|topics|content|news|links?))?:?$|related:
    |recommended(?:\ \w+)?:?$|advertisement\b|story\ continues\b
    |article\ content\b|sign\ (?:up|in)\b|subscribe\b
    |get\ (?:the\ latest|(?:daily|our)\b.*\b(?:news|headlines|newsletters?|app|emails?))\b
    |for\ the\ latest\b.*\b(?:sign\ up|newsletter)|click\ here\b|follow\ us\b
    |(?:like|follow)\b.*\bon\ (?:facebook|twitter|x|instagram|whatsapp)\b|photo(?:graph)?s?:|image:|picture:
    |video:|file\ photo|credit:|copyright\s*(?:©|\(c\)|\d|of\b|by\b)|©|all\ rights\ reserved
    |this\ (?:article|story)\ (?:was\ )?(?:first|originally)\ (?:appeared|published)
    |would\ you\ like\ to\ comment|please\ (?:read\ our|consider|bookmark)|join\ the\ (?:conversation|debate)
    |support\ (?:our|independent)|have\ you\ got\ a\ story|do\ you\ have\ a\ (?:story|tip)|get\ in\ touch
    |contact\ us|download\ the\b.*\bapp\b|stay\ informed|we\ independently\ (?:select|review|evaluate)
    |our\ website\ is\ the\ place|editing\ by\b|reporting\ by\b|additional\ reporting|our\ standards:|swipe\b
    |skip\ (?:to|past)|share\ this|popular$|comments?$|topics?:?$|tags?:|this\ content\ is\ (?:hosted|provided)
    |this\ content\ is\ reserved|\S.{0,40}\bepaper\b|daily\ puzzles|(?:register|log\ in)\b.*\bsign\ in
    |access\ articles\b|share\ your\ thoughts|enjoy\ additional|to\ view\ this\ video|we\ apologi[sz]e,?\ but
    |try\ refreshing|this\ article\ is\ free|\d+\ min(?:ute)?s?\ read|get\ email\ updates|pictured\b
    |by\ registering|unlimited\ online\ access|exclusive\ articles\b|support\ local\ journalism
    |create\ an\ account|(?:published|updated|posted|last\ updated|first\ published)\b.{0,60}\d[^.]{0,40}$
    |up\ next\b|enjoy(?:ing)?\ (?:our|the)\ latest|thank\ you\ for\ (?:reading|registering)
    |already\ (?:a\ )?(?:subscriber|subscribed|have\ an)""",
    re.VERBOSE | re.IGNORECASE,
)
LONGEST_BOILERPLATE = 400
_WORD = re.compile(r"\w+")


def squash(text: str) -> str:
    """The words alone, in lower case, to tell whether two texts say the same."""
    return " ".join(_WORD.findall(text.lower()))


def body_of(root: Any, declared: str | None, title: str | None) -> list[str]:
    """The paragraphs of a page's body. `declared` is the body as the page's metadata give it, if they do."""
    tree = copy.deepcopy(root)
    prune(tree)
    blocks = [block for body in bodies(tree) for block, _ in blocks_of(body)]
    kept = paragraphs(blocks, title)
    said = [text for line in html.unescape(declared or "").splitlines() if (text := " ".join(line.split()))]
    said_length, own_length = sum(map(len, said)), sum(map(len, kept))
    if said_length > max(TOO_LITTLE, MUCH_LONGER * own_length):
        return said
    if said_length > TOO_LITTLE:
        whole = squash(" ".join(said))
        within = [text for text in kept if squash(text) in whole]
        if sum(map(len, within)) >= NEARLY_ALL * said_length:
            return within
    return kept if own_length >= TOO_LITTLE else _by_trafilatura(root, kept)


def paragraphs(blocks: list[Block], title: str | None) -> list[str]:
    """The texts of the blocks that are the report's own words, each once."""
    kept: list[str] = []
    seen = {squash(title or "")}
    for block in blocks:
        key = squash(block.text)
        if not key or key in seen or _is_foreign(block):
            continue
        seen.add(key)
        kept.append(block.text)
    # Headings of what stood behind the report, and was left out.
    while len(kept) > 3 and len(kept[-1].split()) <= 4 and kept[-1][-1].isalnum():
        kept.pop()
    return kept


def _is_foreign(block: Block) -> bool:
    if block.linked > 0.8 or block.tag in ("h1", "h5", "h6", "th"):
        return True
    if block.tag in ("div", "span", "section", "td", "article") and len(block.text) < 40:
        return True
    return len(block.text) <= LONGEST_BOILERPLATE and BOILERPLATE.match(block.text.lstrip("—–-• ")) is not None


def _by_trafilatura(root: Any, kept: list[str]) -> list[str]:
    from trafilatura import extract

    text = extract(copy.deepcopy(root), fast=True, include_comments=False, include_tables=False) or ""
    lines = [line.removeprefix("- ").strip() for line in text.splitlines() if line.strip()]
    return lines if len(text) > 2 * sum(map(len, kept)) else kept
