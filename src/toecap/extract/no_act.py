"""What looks like an act and is none: a trait, a showing, a mishap; and who is somebody though no name is told."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from toecap.extract import arguments
from toecap.knowledge.events import EventRule, load_event_rules
from toecap.knowledge.means import load_means
from toecap.knowledge.sides import load_side_words

COUNTED = frozenset({"dozen", "hundred", "thousand"})
SOMEONE = frozenset("he she they we i who some others many both several him her them us me himself themselves".split())


def tells_no_act(doc: Doc, verb: Token, rule: EventRule, recipients: tuple[int, ...], claimed: bool) -> bool:
    """What looks like an act and is a trait, a claim, a word to the press, or done to nobody but oneself."""
    if rule.type == "ACCUSE" and verb.dep_ in ("acl", "relcl") and arguments.is_passive(verb):
        return verb.head.pos_ == "NOUN" and arguments.agent(verb) is None  # "people accused of crimes"
    words = load_side_words()
    if verb.lemma_ in words.asserting and any(c.dep_ == "ccomp" and arguments.is_indicative(c) for c in verb.children):
        return True
    if rule.type == "CONSULT" and recipients and all("JRN" in doc._.actors[i].sectors for i in recipients):
        return True
    thing = arguments.logical_object(verb)
    if thing is None or claimed:
        return False
    if verb.lemma_ in words.showing and thing.lemma_.lower() not in words.feeling:
        return True
    if verb.lemma_ == "meet" and thing.lemma_.lower() in words.fulfilled:
        return True
    if thing.lower_.endswith(("self", "selves")):
        return verb.lemma_ not in words.reflexive
    return thing.lemma_.lower() in words.everyday and not arguments.actors_of(doc, thing)


def done_by_no_actor(doc: Doc, verb: Token) -> bool:
    """True for "a fire killed five": the subject is told, and it is a thing. Weapons and attacks stand for people."""
    subject = arguments.logical_subject(verb)
    if subject is None or subject.pos_ != "NOUN":
        return False
    lemma = subject.lemma_.lower()
    if lemma in load_means() or lemma in load_side_words().numbers or lemma in arguments.MEASURE:
        return False
    return not arguments.names_somebody(doc, subject)


def by_mishap(verb: Token) -> bool:
    """ "Were killed in an earthquake", "when the bridge collapsed"."""
    words = load_side_words().mishap
    where = (arguments.prepositional(verb, preposition) for preposition in ("in", "during", "from"))
    when = (child for child in verb.children if child.dep_ == "advcl" and not arguments.is_passive(child))
    return any(word is not None and word.lemma_.lower() in words for word in (*where, *when))


def in_mishap(doc: Doc, verb: Token) -> bool:
    """ "The jetliner crashed, killing 228": by nobody, whatever its name. Who crashes into a crowd does it."""
    above = verb.head
    if verb.dep_ not in ("advcl", "xcomp") or above.lemma_ not in ("capsize", "collide", "crash", "derail", "sink"):
        return False
    subject = arguments.surface_subject(above)
    own = any(c.dep_ in arguments.SUBJECT or c.dep_ in arguments.PASSIVE_SUBJECT for c in verb.children)
    if own or subject is None or is_someone(subject) or any(c.dep_ in arguments.OBJECT for c in above.children):
        return False
    people = subject.tag_ in ("NNS", "NNPS")
    return not people and all(
        doc._.actors[i].kind not in ("person", "group") for i in arguments.actors_of(doc, subject)
    )


def in_an_attack(verb: Token) -> bool:
    """ "Two were wounded in a shooting", "when their patrol was ambushed"."""
    rules = load_event_rules()
    if not arguments.is_passive(verb):
        return False
    behind = (arguments.prepositional(verb, word) for word in ("in", "during", "by", "from"))
    nouns = [t.lemma_.lower() for t in behind if t is not None]
    clauses = [c.lemma_.lower() for c in verb.children if c.dep_ == "advcl"]
    return any(r.type == "ASSAULT" for n in nouns for r, _ in rules.by_noun.get(n, ())) or any(
        r.type == "ASSAULT" and p.is_bare for n in clauses for r, p in rules.by_verb.get(n, ())
    )


def is_someone(token: Token | None) -> bool:
    """An unresolved "he" or "some", "hundreds": an actor that the record leaves unknown."""
    return token is not None and (token.lower_ in SOMEONE or token.lemma_.lower() in load_side_words().numbers)


def is_number(token: Token | None) -> bool:
    """ "Fifty were killed", "dozens were arrested": people without a noun."""
    return token is not None and token.lower_ != "one" and (token.pos_ == "NUM" or token.lemma_.lower() in COUNTED)
