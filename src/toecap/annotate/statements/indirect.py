"""Statements carried by the parse: reporting verbs, nouns of saying, "according to", "as X said"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.found import Found
from toecap.annotate.statements.frames import frames
from toecap.annotate.statements.sources import (
    agent,
    beside,
    find_source,
    is_made,
    is_passive,
    is_voiceless,
    own_subject,
    owner,
)
from toecap.annotate.statements.tokens import Page, Range, cut, join, phrase, tells_how
from toecap.knowledge.cues import Cues, VerbCue

_MAX_CLIMB = 12
_MAX_REPORT = 20
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def find_cues(page: Page, cues: Cues) -> Iterator[tuple[Token, tuple[VerbCue, ...]]]:
    """The reporting verbs outside quotation marks."""
    verbs = cues.verbs
    for token in page.doc:
        if token.pos_ == "VERB" or token.tag_.startswith("VB"):
            found = verbs.get(token.lemma_.lower())
            if found and page.quoted[token.i] < 0 and not _is_hyphenated(token):
                yield token, found


def _is_hyphenated(token: Token) -> bool:
    """Whether the word is the second half of another: "so-called", "de-emphasised"."""
    before = token.doc[token.i - 1] if token.i else None
    return before is not None and before.text == "-" and not before.whitespace_


def from_verb(verb: Token, found: tuple[VerbCue, ...], page: Page, cues: Cues) -> Draft | None:
    """The statement that a reporting verb opens by its complements, if any."""
    if not is_made(verb):
        return None
    if _is_inverted(verb, page):
        inverted = _parenthetical(verb, found[-1], page, cues)
        if inverted is not None:
            return inverted
    for cue in found:
        for frame in frames(verb, cue, page):
            draft = _draft(verb, cue, frame, page, cues)
            if draft is not None:
                return draft
    return _parenthetical(verb, found[-1], page, cues)


def _is_inverted(verb: Token, page: Page) -> bool:
    """As in "..., stated Minister Roe, and ...": a finite verb behind a comma, with a name right after it."""
    if verb.i < 2 or verb.i + 1 >= len(page.doc) or verb.tag_ not in _FINITE or page.doc[verb.i - 1].text != ",":
        return False
    behind = next((c for c in verb.rights if c.dep_ in ("nsubj", "dobj", "npadvmod")), None)
    return behind is not None and behind.left_edge.i == verb.i + 1 and behind.pos_ == "PROPN"


def _draft(verb: Token, cue: VerbCue, frame: Found, page: Page, cues: Cues) -> Draft | None:
    source = find_source(verb, cues.message_nouns)
    if source is None and frame.shape == "clause" and verb.tag_ in _FINITE and not is_passive(verb):
        source = beside(verb)
    if source is None or source.tag_ in ("WDT", "EX") or source.lower_ in ("this", "that", "these", "those"):
        return None  # "that said,": a thing, or an antecedent that was not found
    if is_voiceless(source, cues.voiceless) and page.quoted[source.i] < 0:
        return None
    if any(c.lower_ in ("no", "not") for c in source.lefts):
        return None  # "no group claimed", "not everyone agreed"
    end = max(verb.i, frame.extra_cue.i if frame.extra_cue is not None else verb.i) + 1
    through: tuple[int, ...] = ()
    if any(s <= source.i < e for s, e in frame.content):
        return None
    if frame.shape == "finding" and source.lemma_.lower() not in cues.papers:
        return None  # police find a weapon; polls find a lead
    return Draft(
        cue_head=verb.i,
        cue=(verb.i, end if end - verb.i <= 3 else verb.i + 1),
        group=cue.group,
        content=_with_antecedent(verb, frame.content, page),
        source=source.i,
        rule=f"{cue.group}:{frame.shape}",
        confidence=cue.confidence,
        addressees=tuple(a.i for a in frame.addressees),
        through=through,
    )


def _with_antecedent(verb: Token, content: tuple[Range, ...], page: Page) -> tuple[Range, ...]:
    """In "the bill, which he said would fail", the bill stands for "which"."""
    start, end = content[0]
    relative = page.doc[start]
    if end - start != 1 or relative.tag_ != "WDT" or verb.dep_ != "relcl" or verb.head.i >= start:
        return content
    stop = start - 1 if page.doc[start - 1].text == "," else start
    return ((verb.head.left_edge.i, max(stop, verb.head.i + 1)), *content[1:])


def _parenthetical(verb: Token, cue: VerbCue, page: Page, cues: Cues) -> Draft | None:
    """As in "The talks, he said, failed": fenced by commas, wherever the parse hangs it; and "as he said"."""
    if "parenthesis" not in cue.shapes:
        return None
    if is_passive(verb) or verb.tag_ == "VBN":
        return _as_reported(verb, cue, page)
    if any(c.dep_ in ("ccomp", "xcomp", "dative") and c.i > verb.i for c in verb.rights):
        return None
    if verb.tag_ == "VBG":
        source = find_source(verb, cues.message_nouns)
    else:
        source = next((c for c in verb.children if c.dep_ in ("nsubj", "dobj", "npadvmod") and c.pos_ != "SCONJ"), None)
        source = own_subject(verb) or source or beside(verb)
    if source is None or is_voiceless(source, cues.voiceless) or source.tag_ in ("WDT", "WP"):
        return None
    hole = _fence(verb, source, page)
    if hole is None:
        return None
    content = join(cut((_between_semicolons(verb.i, page),), hole))
    before = page.doc[max(0, hole[0] - 2)]
    if before.tag_ in ("WDT", "WP"):  # "a law which, he said, failed"
        content = ((hole[1], max(hole[1], before.head.right_edge.i + 1)),)
    content = tuple(r for r in content if not _tells_how(page, r, verb))
    if not any(_is_finite(page, s, e) for s, e in content):
        return None
    return Draft(verb.i, (verb.i, verb.i + 1), cue.group, content, source.i, "parenthetical", 0.7)


def _tells_how(page: Page, span: Range, verb: Token) -> bool:
    """Whether a piece is about the report: "It fell, said the mayor, on Monday"."""
    first = page.doc[_first_word(page, span)]
    return first.dep_ == "prep" and first.head.i == verb.i and tells_how(page, first)


def _as_reported(verb: Token, cue: VerbCue, page: Page) -> Draft | None:
    """As in "as reported by the agency, the bridge fell": the agent of a passive fenced by commas."""
    source = agent(verb)
    if source is None or verb.i == 0 or page.doc[verb.i - 1].lower_ not in ("as", "first"):
        return None
    hole = _fence(verb, source, page)
    if hole is None:
        return None
    content = join(cut((_between_semicolons(verb.i, page),), hole))
    if not any(_is_finite(page, s, e) for s, e in content):
        return None
    return Draft(verb.i, (verb.i, verb.i + 1), cue.group, content, source.i, "parenthetical", 0.7)


def _between_semicolons(i: int, page: Page) -> Range:
    begin, stop = page.sentence[i]
    start, end = i, i
    while start > begin and page.doc[start - 1].text != ";":
        start -= 1
    while end < stop and page.doc[end].text != ";":
        end += 1
    return start, end


def _fence(verb: Token, source: Token, page: Page) -> Range | None:
    """The commas around a report of a few words: ", he said in May,". One may be the sentence's edge, not both."""
    doc = page.doc
    begin, stop = page.sentence[verb.i]
    start, end = min(source.left_edge.i, verb.i), max(source.right_edge.i, verb.i) + 1
    if start > begin and doc[start - 1].lower_ == "as":
        start -= 1
    while end < stop and end - start < _MAX_REPORT and not doc[end].is_punct:
        end += 1
    before = start > begin and doc[start - 1].text in (",", "—", "–", "-")
    after = end < stop and doc[end].text in (",", "—", "–", "-")
    last = _last_word(page, (begin, stop)) < end
    if not (before and (after or last)) and not (
        doc[start].lower_ == "as" and start <= _first_word(page, (begin, stop)) and after
    ):
        return None
    if any(page.quoted[i] >= 0 for i in range(start, min(end, stop))):
        return None
    return start, end


def _rest_of_clause(head: Token, hole: Range, page: Page) -> tuple[Range, ...]:
    """The clause that a token stands in, without a hole."""
    for _ in range(_MAX_CLIMB):
        shares = head.dep_ == "conj" and own_subject(head) is None and not is_passive(head)
        if head.dep_ == "ROOT" or (head.pos_ in ("VERB", "AUX") and not shares):
            break
        head = head.head
    begin, stop = page.sentence[head.i]
    start, end = phrase(head)
    return join(cut(((max(begin, start), min(stop, end)),), hole))


def from_according(token: Token, page: Page) -> Draft | None:
    """As in "According to the ministry, X": the rest of its sentence, or of its clause where it stands inside one."""
    following = page.doc[token.i + 1] if token.i + 1 < len(page.doc) else None
    if following is None or following.lower_ != "to":
        return None
    source = next((c for c in following.children if c.dep_ in ("pobj", "pcomp")), None)
    source = source or next((c for c in token.children if c.dep_ == "pobj"), None)
    if source is None or (source.tag_ == "NN" and not source.ent_type_ and not any(source.children)):
        return None  # "paid according to rank"
    hole = _according_phrase(token, following, source, page)
    sentence = _between_semicolons(token.i, page)
    fenced = _first_word(page, sentence) == hole[0] or (_last_word(page, sentence) < hole[1])
    content = () if fenced or token.head.i > hole[0] else _rest_of_clause(token.head, hole, page)
    if (
        token.head.i > hole[0]
        and not fenced
        and hole[1] - hole[0] < _MAX_REPORT
        and _is_finite(page, sentence[0], hole[0])
    ):
        content = ((sentence[0], hole[0]),)  # "It fell, according to police, who said ..."
    content = content or join(cut((sentence,), hole))
    # "It fell, according to police, who said ...": the second clause is a report of its own.
    content = tuple(r for r in content if r[0] < hole[0] or not _opens_with_who(page, r))
    if not content:
        return None
    return Draft(token.i, (token.i, token.i + 2), "saying", content, source.i, "according", 0.9)


def _opens_with_who(page: Page, span: Range) -> bool:
    return page.doc[_first_word(page, span)].lower_ == "who"


def _is_finite(page: Page, start: int, end: int) -> bool:
    return any(page.doc[i].tag_ in _FINITE for i in range(start, end))


def _according_phrase(token: Token, to: Token, source: Token, page: Page) -> Range:
    """The phrase as far as its noun goes; at a sentence's start no further than the comma before the subject."""
    end = max(token.right_edge.i, to.right_edge.i, source.right_edge.i) + 1
    begin, stop = page.sentence[token.i]
    end = min(end, stop)
    clause = next((c for c in source.children if c.dep_ in ("relcl", "acl", "advcl") and c.i > source.i), None)
    if token.i == _first_word(page, (begin, stop)) and (end >= stop - 2 or not _has_subject(token, end)):
        commas = [i for i in range(source.i + 1, end) if page.doc[i].text == ","]
        if commas:
            return token.i, commas[-1]
    elif clause is not None and page.doc[clause.left_edge.i - 1].text == ",":
        end = clause.left_edge.i
    return token.i, end


def _has_subject(token: Token, end: int) -> bool:
    """Whether the clause that the phrase hangs on has a subject behind the phrase."""
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") and c.i >= end for c in token.head.children)


def _first_word(page: Page, span: Range) -> int:
    i = span[0]
    while i < span[1] - 1 and (page.doc[i].is_punct or page.doc[i].is_space):
        i += 1
    return i


def _last_word(page: Page, span: Range) -> int:
    i = span[1] - 1
    while i > span[0] and (page.doc[i].is_punct or page.doc[i].is_space):
        i -= 1
    return i


def from_noun(noun: Token, page: Page, cues: Cues) -> Draft | None:
    """Nouns of saying: "his claim that X", "their demand to X", "his allegations of X"."""
    lemma = noun.lemma_.lower()
    if lemma not in cues.nouns:
        return None
    source = owner(noun)
    if source is None or is_voiceless(source, cues.voiceless):
        return None
    cue = (noun.i, noun.i + 1)
    for child in noun.rights:
        marked = any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in child.lefts)
        infinitive = child.tag_ == "VB" and any(c.lower_ == "to" for c in child.lefts)
        if lemma not in cues.clause_nouns:
            break
        if child.dep_ in ("acl", "ccomp", "relcl") and (marked or (infinitive and child.dep_ == "acl")):
            return Draft(noun.i, cue, "saying", (phrase(child),), source.i, "noun:clause", 0.7)
    for child in noun.rights:
        if (
            child.dep_ == "prep"
            and lemma in cues.phrase_nouns.get(child.lower_, ())
            and child.i < source.i + _MAX_REPORT
        ):
            target = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp") and c.i != source.i), None)
            if target is not None:
                return Draft(noun.i, (noun.i, noun.i + 1), "saying", (phrase(target),), source.i, "noun:phrase", 0.6)
    return None
