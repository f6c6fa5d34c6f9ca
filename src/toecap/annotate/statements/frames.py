"""From a reporting verb to its content: one small function a shape, in the words of cues.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from toecap.annotate.statements.clauses import said_clause
from toecap.annotate.statements.found import Found, direct_object, has_to, to_whom
from toecap.annotate.statements.sources import agent, is_passive
from toecap.annotate.statements.tokens import Page, Range, join, phrase, tells_how
from toecap.knowledge.cues import VerbCue

_NEAR = 12
# Of the prepositions those that seldom tell when, where or how something was said.
_INNER_PREPOSITIONS = frozenset(
    "for to against with between over without because as from into toward towards in".split()
)


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
            ranges += [phrase(c) for c in verb.rights if c.i > word.i and c.dep_ in ("xcomp", "advcl") and has_to(c)]
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
        if child.dep_ in ("xcomp", "ccomp", "advcl") and child.tag_ == "VB" and has_to(child):
            return Found((_infinitive_phrase(child),), (), "infinitive")
    return None


def _addressee_infinitive(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    for child in verb.rights:
        if child.dep_ not in ("xcomp", "ccomp", "advcl") or not has_to(child):
            continue
        subject = next((c for c in child.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        to = next(c.i for c in child.lefts if c.dep_ in ("aux", "mark") and c.lower_ == "to")
        start, end = _infinitive_phrase(child)
        negation = [c.i for c in child.lefts if c.dep_ == "neg" and c.i < to]
        if subject is None:
            subject = direct_object(verb) or next(iter(_objects_of_preposition(verb, cue)), None)
            return Found(((start, end),), (subject,) if subject is not None else (), "addressee-infinitive")
        return Found(((min([to, *negation]), end),), (subject,), "addressee-infinitive")
    for noun in _objects_of_preposition(verb, cue):
        for child in noun.children:
            if child.dep_ in ("acl", "relcl", "xcomp") and has_to(child):
                return Found((phrase(child),), (noun,), "addressee-infinitive")
    target = direct_object(verb)
    if target is not None:
        for child in target.rights:
            if child.dep_ in ("acl", "relcl") and child.tag_ == "VB" and has_to(child):
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


def _plain_object(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    target = direct_object(verb)
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
    return Found(join(ranges), to_whom(verb), "object")


def _finding(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    found = _plain_object(verb, cue, page)
    return None if found is None else replace(found, shape="finding")


def _quoted_object(verb: Token, cue: VerbCue, page: Page) -> Found | None:
    found = _plain_object(verb, cue, page)
    if found is None or not any(max(page.quoted[start:end], default=-1) >= 0 for start, end in found.content):
        return None
    return found


def _object_with(word: str) -> Callable[[Token, VerbCue, Page], Found | None]:
    def finder(verb: Token, cue: VerbCue, page: Page) -> Found | None:
        target = direct_object(verb)
        if cue.preposition is not None:
            target = next(iter(_objects_of_preposition(verb, cue)), None)
        if target is None:
            return _described(verb, word)
        ranges = [phrase(target)]
        phrases = [c for c in verb.rights if c.dep_ in ("prep", "advcl") and c.lower_ == word]
        ranges += [phrase(c) for c in phrases if c.i > target.i or is_passive(verb)]
        if word == "for" and len(ranges) == 1 and (target.ent_type_ == "PERSON" or target.pos_ == "PRON"):
            return None  # "congratulated her": nothing is said of what for
        if word in ("on", "to") and len(ranges) == 1:
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
    target = direct_object(verb)
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
    ("clause", said_clause),
    ("gerund", _gerund),
    ("object-as", _object_with("as")),
    ("preposition", _prepositional),
    ("preposition", _for_clause),
    ("object-complement", _object_complement),
    ("object-of", _object_with("of")),
    ("object-on", _object_with("on")),
    ("object-to", _object_with("to")),
    ("object-for", _object_with("for")),
    ("object", _plain_object),
    ("finding", _finding),
    ("quoted-object", _quoted_object),
)
