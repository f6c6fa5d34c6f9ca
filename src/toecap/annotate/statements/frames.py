"""From a reporting verb to its content: one small function a shape, in the words of cues.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from toecap.annotate.statements.cues import VerbCue
from toecap.annotate.statements.sources import agent, is_passive
from toecap.annotate.statements.tokens import Page, Range, cut, join, phrase, tells_how

_CLAUSES = frozenset({"ccomp", "csubj"})
# What shows that a second clause is still reported: "that", or a verb set back in time.
_CARRIES_ON = frozenset({"that", "would", "could", "might", "had"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
# Clauses behind what was said that give its reason or condition, not that of saying it.
_REASONS = frozenset({"because", "if", "unless", "so", "until"})
_NEAR = 12
# Of the prepositions those that seldom tell when, where or how something was said.
_INNER_PREPOSITIONS = frozenset(
    {
        "for",
        "to",
        "against",
        "with",
        "between",
        "over",
        "without",
        "because",
        "as",
        "from",
        "into",
        "toward",
        "towards",
        "in",
    }
)
_OBJECTS = frozenset({"dobj", "dative", "obj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a frame yields: the content's ranges, who is spoken to, and which shape it was."""

    content: tuple[Range, ...]
    addressees: tuple[Token, ...]
    shape: str
    extra_cue: Token | None = None


def frames(verb: Token, cue: VerbCue, page: Page) -> Iterator[Found]:
    """The contents that the cue's shapes find around the verb, the surest shape first; at most one of them."""
    if cue.preposition is not None and not _has_preposition(verb, cue.preposition):
        return
    for shape, finder in _FINDERS:
        if shape in cue.shapes:
            found = finder(verb, cue, page)
            if found is not None and found.content:
                yield found
                return


def _infinitive_phrase(head: Token) -> Range:
    """The phrase without a finite verb that the parse hung on it: "to reconsider and [spoke with]"."""
    start, end = phrase(head)
    for child in head.rights:
        if child.dep_ == "conj" and child.tag_ in ("VBD", "VBZ", "VBP"):
            end = min(end, child.left_edge.i)
            while end - 1 > head.i and head.doc[end - 1].dep_ in ("cc", "punct"):
                end -= 1
    return start, end


def _has_to(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "mark") and child.lower_ == "to" for child in verb.lefts)


def _reporting_clause(verb: Token, content: Token) -> tuple[Range, ...]:
    """The verb and its dependents other than the content: what a content around it must leave out."""
    spans: list[Range] = [(verb.i, verb.i + 1)]
    spans += [phrase(c) for c in verb.children if c.i != content.i and c.dep_ not in ("punct", "ccomp", "conj", "cc")]
    return join(spans)


def _around(verb: Token, content: Token, span: Range) -> tuple[Range, ...]:
    ranges: tuple[Range, ...] = (span,)
    if span[0] <= verb.i < span[1]:
        for hole in _reporting_clause(verb, content):
            ranges = cut(ranges, hole)
    return ranges


def _clause(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    told = "addressee-infinitive" in cue.shapes
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and not (_bare(c, told) and c.i > verb.i and not _wh(c))]
    clauses = [c for c in clauses if c.i > verb.i or not _semicolon_between(c, verb)]
    if not clauses:
        return _object_clause(verb) or _far_clause(verb, "addressee" in cue.shapes)
    ranges: list[Range] = []
    for clause in (*clauses, *_further(verb, clauses[-1])):
        start, end = phrase(clause)
        ranges += _around(verb, clause, (_lost_subject(verb, clause, start), end))
    addressees = tuple(c for c in verb.rights if c.dep_ in ("dobj", "dative") and "addressee" in cue.shapes)
    return Found(join(ranges), addressees + _to_whom(verb), "clause")


def _lost_subject(verb: Token, clause: Token, start: int) -> int:
    """Where a clause begins whose subject the parse took for the cue's object: "indicated [no help] would come"."""
    target = _object(verb)
    if target is None or target.i < verb.i or target.right_edge.i + 1 != start:
        return start
    finite = clause.tag_ in _FINITE or any(c.tag_ in _FINITE for c in clause.lefts)
    bare = not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj", "mark") for c in clause.lefts)
    return target.left_edge.i if finite and bare and not _wh(clause) else start


def _semicolon_between(clause: Token, verb: Token) -> bool:
    """As in "A fell; B said C": what stands before a semicolon is another sentence."""
    return any(verb.doc[i].text == ";" for i in range(clause.i, verb.i))


def _object_clause(verb: Token) -> Found | None:
    """As in "ruled the ban violated the charter": the parse may take the subject for the cue's object."""
    target = _object(verb)
    if target is None or target.i < verb.i or target.i > verb.i + _NEAR:
        return None
    for other in verb.rights:
        finite = other.tag_ in _FINITE or any(c.tag_ in _FINITE for c in other.lefts)
        if other.i < target.i or not finite or other.dep_ not in ("conj", "advcl", "dep", "parataxis"):
            continue
        before = verb.doc[target.right_edge.i + 1 : other.i + 1]
        if all(t.dep_ in ("aux", "auxpass", "neg", "advmod") or t.is_punct or t.i == other.i for t in before):
            return Found(((target.left_edge.i, other.right_edge.i + 1),), (), "clause")
    return None


def _further(verb: Token, clause: Token) -> list[Token]:
    """Second clauses that the parse hung on the cue: "said it was ready, and that it would come", "but would come"."""
    out = []
    for other in verb.rights:
        reason = other.dep_ == "advcl" and any(c.lower_ in _REASONS and c.dep_ == "mark" for c in other.lefts)
        if reason and other.left_edge.i in (clause.right_edge.i + 1, clause.right_edge.i + 2):
            out.append(other)
        elif other.dep_ == "conj" and other.i > clause.i and verb.tag_ == "VBG" and other.tag_ in _FINITE:
            out.append(other)  # "claiming it fell and broke": a participle has no finite word beside it
        elif other.dep_ == "conj" and other.i > clause.i:
            auxiliaries = {c.lower_ for c in other.lefts if c.dep_ in ("aux", "mark")}
            if auxiliaries & _CARRIES_ON and any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in other.lefts):
                out.append(other)
    return out


def _far_clause(verb: Token, spoken_to: bool) -> Found | None:
    """As in "told a meeting on Monday that few understood": the parse may hang the clause on a noun in between."""
    hearer = next((c for c in verb.rights if c.dep_ in ("dobj", "dative")), None) if spoken_to else None
    for branch in verb.rights:
        if branch.dep_ not in ("prep", "npadvmod", "advmod") and branch is not hearer:
            continue
        for clause in branch.subtree:
            if clause.dep_ in ("relcl", "acl", "ccomp") and _says_that(clause):
                return Found((phrase(clause),), () if hearer is None else (hearer,), "clause")
    return None


def _says_that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts)


def _bare(clause: Token, told: bool) -> bool:
    """An infinitive: no clause of what was said, unless it has a subject ("ruled the act to be void")."""
    return _has_to(clause) and (told or not any(c.dep_.startswith("nsubj") for c in clause.lefts))


def _wh(clause: Token) -> bool:
    return clause.left_edge.tag_ in ("WDT", "WP", "WRB", "WP$") or clause.left_edge.lower_ in ("whether", "if")


def _to_whom(verb: Token) -> tuple[Token, ...]:
    """Who is spoken to in "said to reporters"."""
    return tuple(
        noun
        for c in verb.rights
        if c.lower_ == "to" and c.dep_ in ("prep", "dative")
        for noun in c.rights
        if noun.dep_ == "pobj"
    )


def _preposition(verb: Token, word: str) -> Token | None:
    for child in verb.rights:
        if child.lower_ == word and child.dep_ in ("prep", "prt", "agent", "dative", "advmod"):
            return child
    return None


def _has_preposition(verb: Token, word: str) -> bool:
    """Whether the verb's own word ("call on") is there, as a preposition or read as the mark of a clause."""
    if _preposition(verb, word) is not None:
        return True
    return any(mark.lower_ == word and mark.dep_ == "mark" for c in verb.rights for mark in c.lefts)


def _prepositional(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    if cue.preposition is None:
        return None
    word = _preposition(verb, cue.preposition)
    if word is None:
        return None
    for child in word.rights:
        if child.dep_ in ("pobj", "pcomp", "prep"):
            ranges = [phrase(child)]
            # "called for the death to be investigated": the infinitive may hang on the verb.
            ranges += [phrase(c) for c in verb.rights if c.i > word.i and c.dep_ in ("xcomp", "advcl") and _has_to(c)]
            ranges += _tail(verb, ranges[-1][1], page)
            return Found(join(ranges), (), "preposition", word)
    return None


def _for_clause(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    """As in "called for members to pay": the preposition read as the mark of a clause."""
    if cue.preposition is None:
        return None
    for child in verb.rights:
        for mark in child.lefts:
            if child.dep_ in ("ccomp", "advcl", "xcomp") and mark.dep_ == "mark" and mark.lower_ == cue.preposition:
                return Found(((mark.i + 1, child.right_edge.i + 1),), (), "preposition", mark)
    return None


def _infinitive(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and child.tag_ == "VB" and _has_to(child):
            return Found((_infinitive_phrase(child),), (), "infinitive")
    return None


def _addressee_infinitive(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    for child in verb.rights:
        if child.dep_ not in ("xcomp", "ccomp", "advcl") or not _has_to(child):
            continue
        subject = next((c for c in child.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        to = next(c.i for c in child.lefts if c.dep_ in ("aux", "mark") and c.lower_ == "to")
        start, end = _infinitive_phrase(child)
        negation = [c.i for c in child.lefts if c.dep_ == "neg" and c.i < to]
        if subject is None:
            subject = _object(verb) or next(iter(_objects_of_preposition(verb, cue)), None)
            return Found(((start, end),), (subject,) if subject is not None else (), "addressee-infinitive")
        return Found(((min([to, *negation]), end),), (subject,), "addressee-infinitive")
    for noun in _objects_of_preposition(verb, cue):
        for child in noun.children:
            if child.dep_ in ("acl", "relcl", "xcomp") and _has_to(child):
                return Found((phrase(child),), (noun,), "addressee-infinitive")
    target = _object(verb)
    if target is not None:
        for child in target.rights:
            if child.dep_ in ("acl", "relcl") and child.tag_ == "VB" and _has_to(child):
                return Found((phrase(child),), (target,), "addressee-infinitive")
    return None


def _objects_of_preposition(verb: Token, cue: VerbCue) -> tuple[Token, ...]:
    if cue.preposition is None:
        return ()
    word = _preposition(verb, cue.preposition)
    if word is None:
        return ()
    return tuple(c for c in word.rights if c.dep_ == "pobj")


def _tail(verb: Token, end: int, page: Page) -> list[Range]:
    """Phrases right behind the content that the parse hung on the cue: "warned of floods [in the north]"."""
    out: list[Range] = []
    for child in verb.rights:
        if child.left_edge.i != end or child.dep_ != "prep" or child.lower_ not in _INNER_PREPOSITIONS:
            continue
        if tells_how(page, child):
            break
        out.append(phrase(child))
        end = out[-1][1]
    return out


def _gerund(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    if is_passive(verb):
        return None
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VBG":
            return Found((phrase(child),), (), "gerund")
    return None


def _object(verb: Token) -> Token | None:
    if is_passive(verb):
        return next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None) if agent(verb) is not None else None
    return next((c for c in verb.rights if c.dep_ in _OBJECTS), None)


def _plain_object(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    target = _object(verb)
    if target is None:
        return None
    ranges = [phrase(target)]
    if is_passive(verb):
        # "were reported by the police to have fled", "was reported missing"
        ranges += [phrase(c) for c in verb.rights if c.dep_ in ("xcomp", "oprd")]
    # "the importance of dialogue, and the need for talks": the parse may hang the second noun on the verb.
    ranges += [phrase(c) for c in verb.rights if c.dep_ == "conj" and c.tag_.startswith("NN")]
    # "announced her as his choice"
    ranges += [phrase(c) for c in verb.rights if c.dep_ == "prep" and c.lower_ == "as" and c.i > target.i]
    return Found(join(ranges), _to_whom(verb), "object")


def _finding(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    found = _plain_object(verb, cue, page)
    return None if found is None else replace(found, shape="finding")


def _quoted_object(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    found = _plain_object(verb, cue, page)
    if found is None or not any(page.quoted[i] >= 0 for start, end in found.content for i in range(start, end)):
        return None
    return found


def _object_with(word: str) -> Callable[[Token, VerbCue, Page], Found | None]:
    def finder(verb: Token, cue: VerbCue, page: Page) -> Found | None:
        target = _object(verb)
        if cue.preposition is not None:
            target = next(iter(_objects_of_preposition(verb, cue)), None)
        if target is None:
            return _described(verb, word)
        ranges = [phrase(target)]
        phrases = [c for c in verb.rights if c.dep_ in ("prep", "advcl") and c.lower_ == word]
        ranges += [phrase(c) for c in phrases if c.i > target.i or is_passive(verb)]
        if word == "for" and len(ranges) == 1 and (target.ent_type_ == "PERSON" or target.pos_ == "PRON"):
            return None  # "congratulated her": nothing is said of what for
        if word == "on" and len(ranges) == 1:
            return None
        if word == "as" and len(ranges) == 1 and not any(c.lower_ == "as" for c in target.subtree):
            return None
        return Found(join(ranges), (), "object-" + word)

    return finder


def _described(verb: Token, word: str) -> Found | None:
    """As in "the strikes, described by the paper as chaos": a participle behind what it describes."""
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or agent(verb) is None or verb.head.i > verb.i:
        return None
    behind = [phrase(c) for c in verb.rights if c.dep_ == "prep" and c.lower_ == word]
    if not behind:
        return None
    return Found(join([(verb.head.left_edge.i, verb.head.i + 1), *behind]), (), "object-" + word)


def _object_complement(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    named = [c for c in verb.rights if c.dep_ in ("oprd", "acomp", "attr")]
    target = _object(verb)
    if named:
        ranges = [phrase(c) for c in named] + ([phrase(target)] if target is not None else [])
        return Found(join(ranges), (), "object-complement")
    for child in verb.rights:
        # A small clause: "called the vote a sham" parsed as one complement with a subject and no verb.
        if child.dep_ in ("ccomp", "xcomp") and child.pos_ not in ("VERB", "AUX"):
            return Found((phrase(child),), (), "object-complement")
    if target is not None:
        return _quoted_object(verb, cue, page) or _quoted_name(verb, target, page)
    return None


def _quoted_name(verb: Token, target: Token, page: Page) -> Found | None:
    """As in "called that "beyond belief"": words in marks right behind the object, whatever the parse makes of them."""
    start = target.right_edge.i + 1 if target.right_edge.i < verb.i + _NEAR else target.i + 1
    i = start
    while i < min(len(page.doc), start + 2) and page.quoted[i] < 0 and page.doc[i].is_quote:
        i += 1
    if i >= len(page.doc) or page.quoted[i] < 0:
        return None
    return Found(join([(target.left_edge.i, start), (start, i + 1)]), (), "object-complement")


_FINDERS: tuple[tuple[str, Callable[[Token, VerbCue, Page], Found | None]], ...] = (
    ("addressee-infinitive", _addressee_infinitive),
    ("infinitive", _infinitive),
    ("clause", _clause),
    ("gerund", _gerund),
    ("object-as", _object_with("as")),
    ("preposition", _prepositional),
    ("preposition", _for_clause),
    ("object-complement", _object_complement),
    ("object-of", _object_with("of")),
    ("object-on", _object_with("on")),
    ("object-for", _object_with("for")),
    ("object", _plain_object),
    ("finding", _finding),
    ("quoted-object", _quoted_object),
)
