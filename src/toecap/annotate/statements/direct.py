"""Quotations that no complement covers: they take the reporting word beside them, or the speaker before them."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from toecap.annotate.statements.discourse import leader
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.labels import name_after, name_before
from toecap.annotate.statements.sources import find_source
from toecap.annotate.statements.tokens import EDGE, Page, Range, join
from toecap.knowledge.cues import Cues

_REACH = 30
_MIN_WORDS = 4
_BARE = 8
_BACK = 400


def ranges_of(page: Page, number: int) -> tuple[Range, ...]:
    """The tokens of a quotation."""
    return tuple(page.range_of(piece) for piece in page.quotations[number].pieces)


def touched(page: Page, content: tuple[Range, ...]) -> tuple[int, ...]:
    """The quotations that a content reaches into."""
    return tuple(sorted({number for start, end in content for number in set(page.quoted[start:end])} - {-1}))


def attach(page: Page, drafts: list[Draft], speech: dict[int, Token], cues: Cues) -> list[Draft]:
    """Give each quotation that is speech to a statement: an old one that it belongs to, or a new one."""
    out = list(drafts)
    owner = {number: k for k, draft in enumerate(out) for number in draft.quotations}
    by_cue = {draft.cue_head: k for k, draft in enumerate(out)}
    for number in range(len(page.quotations)):
        if number in owner:
            continue
        ranges = ranges_of(page, number)
        if not _is_speech(page, number, ranges, speech):
            continue
        cue = _cue_at(page, ranges, speech) or _cue_after(page, ranges, speech) or _cue_before(page, ranges, speech)
        name = name_after(page, number) if cue is None or cue.i in by_cue else None
        name = name or (name_before(page, ranges[0][0]) if cue is None else None)
        if name is not None:
            k = len(out)
            out.append(Draft(None, None, "saying", join(ranges), name.i, "signed", 0.8, (), (), None, (number,)))
        elif cue is not None and cue.i in by_cue:
            k = by_cue[cue.i]
            out[k] = _add(out[k], number, ranges)
        elif cue is not None:
            k = len(out)
            out.append(_from_cue(page, cue, number, ranges, cues))
            by_cue[cue.i] = k
        else:
            previous = owner.get(number - 1) if number else None
            gap = _gap(page, number) if previous is not None else None
            lead = leader(page, ranges[0][0], out)
            if lead is not None:
                k = len(out)
                out.append(Draft(None, None, "saying", join(ranges), lead.i, "led", 0.5, (), (), None, (number,)))
            elif previous is not None and gap == "same paragraph":
                k = previous
                out[k] = _add(out[k], number, ranges)
            elif previous is not None and gap == "next paragraph":
                k = len(out)
                out.append(Draft(None, None, "saying", join(ranges), None, "free", 0.4, (), (), previous, (number,)))
            else:
                continue
        owner[number] = k
    return out


def _add(draft: Draft, number: int, ranges: tuple[Range, ...]) -> Draft:
    return replace(
        draft, content=join((*draft.content, *ranges)), quotations=tuple(sorted({*draft.quotations, number}))
    )


def _is_speech(page: Page, number: int, ranges: tuple[Range, ...], speech: dict[int, Token]) -> bool:
    """Whole sentences or clauses, not a word in scare quotes."""
    text, pieces = page.text, page.quotations[number].pieces
    words = [page.doc[i] for s, e in ranges for i in range(s, e) if page.doc[i].text.strip(EDGE)]
    if not words:
        return False
    if _cue_at(page, ranges, speech) is not None:
        return True  # "shouting “shame”"
    begin, end = words[0].idx, pieces[-1][1]
    inside = text[pieces[-1][0] : end].rstrip().rstrip("]")[-1:]  # "to the people[.]"
    after = text[end : end + 4].lstrip("\"”’'»“` ")[:1]
    before = text[max(0, begin - _BACK) : begin].rstrip("\"“”„«»‘’'` \t\u00a0")[-1:]
    verb = any(word.pos_ in ("VERB", "AUX") for word in words)
    upper = text[begin].isupper() or text[begin - 1 : begin] == "["  # "[h]is venture"
    introduced = before in (":", ",")
    closes = (inside and inside in ",.?!—…") or after == "," or (after == "." and introduced and verb)
    opens = before in ("", "\n", ".", "?", "!") and upper
    if len(words) < 2:
        return inside == "," and _cue_after(page, ranges, speech) is not None  # "Overall," he went on
    if verb and len(words) >= _MIN_WORDS and _governs(page, ranges, speech):
        return True
    return (bool(closes) and (verb or introduced or opens)) or (len(words) >= _MIN_WORDS and verb and upper)


def _line_bounds(page: Page, span: Range) -> Range:
    text = page.text
    first, last = page.doc[span[0]].idx, page.doc[span[1] - 1].idx
    start = text.rfind("\n", max(0, first - 2000), first) + 1
    stop = text.find("\n", last, last + 2000)
    return start, len(text) if stop < 0 else stop


def _governs(page: Page, ranges: tuple[Range, ...], speech: dict[int, Token]) -> bool:
    """Whether a reporting word stands a few words before the marks, with no comma between: told the BBC “it fell”."""
    for i in range(ranges[0][0] - 1, max(-1, ranges[0][0] - 2 - _MIN_WORDS), -1):
        if i in speech:
            return True
        if page.quoted[i] >= 0 or (page.doc[i].is_punct and not page.doc[i].is_quote):
            return False
    return False


def _cue_at(page: Page, ranges: tuple[Range, ...], speech: dict[int, Token]) -> Token | None:
    """The reporting word right before the marks."""
    i = ranges[0][0] - 1
    while i > 0 and page.quoted[i] < 0 and (page.doc[i].is_quote or page.doc[i].text == ":"):
        i -= 1
    return speech.get(i)


def _cue_after(page: Page, ranges: tuple[Range, ...], speech: dict[int, Token]) -> Token | None:
    """The reporting word in the words that follow: "...," the minister said."""
    end = ranges[-1][1]
    last = page.doc[end - 1]
    if last.text in (".", "...", "…") and _new_sentence(page, end):
        return _bare_report(page, end, speech)
    stop = _line_bounds(page, ranges[-1])[1]
    for i in range(end, min(len(page.doc), end + _REACH)):
        token = page.doc[i]
        if token.idx >= stop or page.quoted[i] >= 0 or token.text in (".", ";", ":", "?", "!"):
            return None
        if i in speech:
            return token
    return None


def _bare_report(page: Page, end: int, speech: dict[int, Token]) -> Token | None:
    """As in "We will stay." Smith said.": a sentence of nothing but a name and a reporting word."""
    words: list[Token] = []
    for i in range(end, min(len(page.doc), end + _BARE)):
        token = page.doc[i]
        if token.text == ".":
            verb = speech.get(words[-1].i) if len(words) > 1 else None
            return verb if all(w.pos_ in ("PROPN", "PRON") for w in words[:-1]) else None
        if not token.is_quote and not token.is_space:
            words.append(token)
    return None


def _new_sentence(page: Page, end: int) -> bool:
    for i in range(end, min(len(page.doc), end + 3)):
        token = page.doc[i]
        if not token.is_punct and not token.is_space and not token.is_quote:
            return token.text[:1].isupper()
    return True


def _line_above(page: Page, start: int, at: int) -> int:
    """Where the line above begins, if it ends with a colon or comma and the quotation is the first thing below it."""
    text = page.text
    if text[start:at].strip("\"“”„«»‘’'` \t"):
        return start
    above = text[max(0, start - 400) : start].rstrip()
    if not above.endswith((":", ",")):
        return start
    return max(0, start - 400) + above.rfind("\n") + 1


def _cue_before(page: Page, ranges: tuple[Range, ...], speech: dict[int, Token]) -> Token | None:
    """The reporting word in the words that lead up to it: He said: "..."."""
    begin = ranges[0][0]
    start = _line_above(page, _line_bounds(page, ranges[0])[0], page.doc[begin].idx)
    for i in range(begin - 1, max(-1, begin - _REACH), -1):
        token = page.doc[i]
        if token.idx < start:
            return None
        if page.quoted[i] >= 0 or (token.text in (".", "?", "!") and i < begin - 1):
            return None
        if i in speech:
            return token
    return None


def _from_cue(page: Page, cue: Token, number: int, ranges: tuple[Range, ...], cues: Cues) -> Draft:
    source = find_source(cue)
    if source is None or page.quoted[source.i] >= 0:
        source = _beside(page, cue)
    if source is not None and source.lower_ in ("which", "who", "that") and source.i > 0:
        source = page.doc[source.i - 1] if page.doc[source.i - 1].pos_ in ("NOUN", "PROPN") else source
    addressees = tuple(c.i for c in cue.rights if c.dep_ in ("dobj", "dative") and page.quoted[c.i] < 0)
    confidence = 0.9 if source is not None else 0.6
    return Draft(
        cue.i,
        (cue.i, cue.i + 1),
        "saying",
        join(ranges),
        source.i if source is not None else None,
        "quotation",
        confidence,
        addressees,
        (),
        None,
        (number,),
    )


def _beside(page: Page, cue: Token) -> Token | None:
    """The nearest noun beside a reporting word where the parse has no subject for it."""
    order = [cue.i + 1, cue.i - 1, cue.i + 2, cue.i - 2, cue.i + 3, cue.i - 3]
    for i in order:
        if 0 <= i < len(page.doc) and page.quoted[i] < 0:
            token = page.doc[i]
            if token.pos_ in ("PROPN", "NOUN", "PRON") and token.ent_type_ not in ("DATE", "TIME"):
                while token.dep_ in ("compound", "poss", "amod") and abs(token.head.i - cue.i) < 10:
                    token = token.head
                return token
    return None


def _gap(page: Page, number: int) -> str | None:
    """Where the quotation before this one stands: in the same paragraph, right above, or neither."""
    text = page.text
    before = page.quotations[number - 1].pieces[-1][1]
    between = text[before : page.quotations[number].pieces[0][0]]
    lines = [line for line in between.split("\n") if len(line.strip()) > 1]
    if "\n" not in between:
        return "same paragraph"
    if len(between) > 400:
        return None
    return "next paragraph" if len(lines) <= 1 else None
