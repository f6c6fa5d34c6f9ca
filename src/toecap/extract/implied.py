"""Sides that a predicate's own slots leave open: told by its thing, its complement, or what it hangs on.

"launched missiles aimed at Norland", "called for Norland to withdraw", "refused to meet the envoy", "came under
criticism", "at the request of the premier", "in a call the premier told the king".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from toecap.annotate.actors.lookup import actors_at
from toecap.extract import arguments
from toecap.extract.arguments import actors_of
from toecap.extract.statements import speaker_token
from toecap.knowledge.events import EventRule
from toecap.knowledge.means import load_means
from toecap.knowledge.sides import load_side_words

Sides = Iterator[tuple[int, ...]]

# To promise, refuse or threaten an act is to do it to whom the act is done to.
COMMITTING = frozenset({"AGREE", "REJECT", "THREATEN", "CONCEDE", "SUPPORT"})
# What somebody else answers.
ANSWERED = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE"})
# Force is used on those whom its purpose is about.
FORCE = frozenset({"ASSAULT", "COERCE"})
# What only the organs of a state do: where it is done tells which state.
STATE = frozenset({"COERCE", "SANCTION", "ACCUSE"})
# What somebody gets.
GIVEN = frozenset({"SUPPORT", "AID", "AGREE"})
# Behind these stands who shall do the thing that is asked for: "checks by the police", "the release of".
ASKED = ("by", "of", "from", "on", "to", "with", "between", "in")
# Behind these stands whom a thing is for or against: "support for Ali", "doubts about the court".
AIMED = ("against", "at", "on", "for", "to", "about", "towards", "toward", "with", "from", "in", "of")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
VERBAL = frozenset({"VERB", "AUX"})


def recipients_of_verb(doc: Doc, verb: Token, thing: Token | None, rule: EventRule, claimed: bool) -> Sides:
    """Who may be the recipient of a verb, most likely first. `claimed`: the rule's pattern includes its object."""
    if claimed and thing is not None and ("object" in rule.recipient or rule.type == "REJECT"):
        if thing.lemma_.lower() not in load_means() | load_side_words().munition:
            yield tuple(actors_at(doc, thing.i))
        yield from (actors_of(doc, c) for c in verb.children if c.dep_ == "dative" and c.pos_ in NOMINAL)
        yield arguments.owner(doc, thing)
    if thing is not None:
        words = ASKED if rule.type == "REQUEST" else AIMED
        yield from (_of_side(doc, arguments.prepositional(thing, word), word) for word in words)
        yield from (_aim(doc, child) for child in thing.children if child.dep_ in ("acl", "relcl"))
    yield from _of_complement(doc, verb, rule)
    if thing is not None and thing.lower_ == "you" and rule.type == "SUPPORT":
        yield _called_on(doc, thing)
    if rule.type == "THREATEN":
        yield from _of_condition(doc, verb)
    if rule.type in FORCE:  # "fired in the air to disperse the marchers"
        yield from (_aim(doc, c) for c in verb.children if c.dep_ in ("advcl", "xcomp") and _infinitive(c))
    for child in verb.children:
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.lemma_.lower() in load_side_words().addressing:
            naming = child.lemma_ == "call" and any(c.dep_ in ("dobj", "oprd") for c in child.children)
            yield () if naming else _aim(doc, child)  # "calling it an insult to Norland" calls on nobody


def actors_of_verb(doc: Doc, verb: Token, rule: EventRule) -> Sides:
    """Who may do what nobody is told to do: "was arrested in Norland" was so by Norland."""
    if rule.contexts == ("legal",) and rule.type in STATE and arguments.is_passive(verb):
        place = arguments.prepositional(verb, "in")
        found = tuple(actors_at(doc, place.i)) if place is not None else ()
        yield tuple(i for i in found if doc._.actors[i].kind == "state")
        told_by = actors_of(doc, speaker_token(verb)) if rule.mode == "arrest" else ()
        yield tuple(i for i in told_by if "COP" in doc._.actors[i].sectors)  # "police said two were arrested"


def _of_side(doc: Doc, token: Token | None, word: str) -> tuple[int, ...]:
    """Who stands behind a preposition; where behind "in" or "from" a mere place stands, nobody does."""
    found = actors_of(doc, token)
    return tuple(i for i in found if word not in ("in", "from") or doc._.actors[i].country or doc._.actors[i].code)


def _called_on(doc: Doc, word: Token) -> tuple[int, ...]:
    """Who is named right behind a word, also in brackets, which few parses survive: "thank you, Ali", "to [Ali]"."""
    behind = {word.i + 1, word.i + 2} if doc[word.i : word.i + 2].text.endswith((",", "[")) else {word.i + 1}
    return next((m.actors for m in doc._.mentions if m.start in behind and m.form in ("name", "title")), ())


def _of_condition(doc: Doc, verb: Token) -> Sides:
    """Whose act a threat hangs on: "unless Norland leaves", "for when the first soldier of Norland crosses"."""
    holders = [verb, *(child for child in verb.children if child.dep_ in ("xcomp", "ccomp"))]
    for child in (child for holder in holders for child in holder.children):
        if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children):
            yield actors_of(doc, arguments.logical_subject(child))
        if child.dep_ == "prep" and child.lower_ == "for":
            yield from (actors_of(doc, c) for when in child.children for c in when.children if c.dep_ == "nsubj")


def _of_complement(doc: Doc, verb: Token, rule: EventRule) -> Sides:
    """Who shall do what is asked, and to whom is done what is promised, threatened or refused."""
    complement = _complement(verb)
    if complement is None:
        return
    if rule.type == "REQUEST" or complement.dep_ == "advcl":
        yield actors_of(doc, _doer(complement))
    elif rule.type in COMMITTING and _infinitive(complement):
        yield _aim(doc, complement)


def actors_of_noun(doc: Doc, noun: Token, rule: EventRule) -> Sides:
    """Who may do what a noun tells, by the verb that carries it: "Norland launched an attack"."""
    words = load_side_words()
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lemma_.lower() in words.carrying:
        yield from actors_of_noun(doc, verb.head, rule)  # "words of praise came from Ali"
    if noun.dep_ == "pobj" and verb.head.lemma_.lower() in words.engaged:
        doing = verb.head  # "is responsible for the killings", "took part in the raid"
        yield actors_of(doc, arguments.surface_subject(doing.head if doing.pos_ == "ADJ" else doing))
    if rule.type == "CONSULT" and noun.dep_ == "pobj" and verb.lower_ == "for" and verb.head.pos_ in VERBAL:
        yield actors_of(doc, arguments.logical_subject(verb.head))  # "flew to the capital for talks with Ali"
    if verb.pos_ not in VERBAL:
        return
    if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in words.light:
        yield actors_of(doc, arguments.logical_subject(verb))
    if noun.dep_ == "dobj" and verb.lemma_.lower() in words.undergoing:
        yield actors_of(doc, arguments.prepositional(verb, "from"))
    if noun.dep_ == "nsubj" and verb.lemma_ == "come":  # "criticism came from the senate"
        yield actors_of(doc, arguments.prepositional(verb, "from"))


def recipients_of_noun(doc: Doc, noun: Token, rule: EventRule) -> Sides:
    """Who may undergo what a noun tells: "faced criticism", "came under attack", "declined the request"."""
    words = load_side_words()
    head = noun.head
    lemma = head.lemma_.lower()
    answered = rule.type in ANSWERED and lemma in words.replying
    received = rule.type in GIVEN and lemma in words.receiving
    caused = rule.type in ("PROTEST", "ASSAULT") and lemma in ("draw", "provoke", "spark", "trigger")
    if noun.dep_ == "dobj" and not caused and (lemma in words.undergoing or answered or received):
        yield actors_of(doc, arguments.logical_subject(head))
    if noun.dep_ == "dobj" and lemma in words.light:
        yield from (actors_of(doc, c) for c in head.children if c.dep_ == "dative" and c.pos_ in NOMINAL)
        yield from (actors_of(doc, arguments.prepositional(head, word)) for word in ("to", "against", "on", "with"))
    if rule.type == "REQUEST":
        clauses = [c for c in noun.children if c.dep_ in ("acl", "relcl")]
        yield from (_aim(doc, c) if c.tag_ == "VBG" else actors_of(doc, _doer(c)) for c in clauses)
    if noun.dep_ == "pobj":
        yield from _behind_preposition(doc, noun, rule)
    if rule.type == "SUPPORT" and doc[noun.i + 1 : noun.i + 2].text == "to":  # "congratulations to [Ali]"
        yield _called_on(doc, doc[noun.i + 1])


def _behind_preposition(doc: Doc, noun: Token, rule: EventRule) -> Sides:
    """ "is under investigation", "complied with the request", "left at the request of"."""
    words = load_side_words()
    preposition, governor = noun.head.lower_, noun.head.head
    asked = rule.type == "REQUEST" and preposition in words.occasion
    if governor.pos_ not in VERBAL:
        if asked and governor.pos_ == "NOUN":
            yield actors_of(doc, arguments.prepositional(governor, "by"))
        return
    lemma = governor.lemma_.lower()
    if preposition == "under" and lemma in words.state:
        done_to = arguments.logical_object(governor) or arguments.surface_subject(governor)
        yield actors_of(doc, done_to)  # "is under arrest", "placed Ali under house arrest"
    if asked or (rule.type in ANSWERED and lemma in words.replying):
        yield actors_of(doc, arguments.logical_subject(governor))


def partners(doc: Doc, noun: Token, rule: EventRule) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Both sides of a meeting in which somebody does something to somebody: "in a call Ali told the king"."""
    if rule.type != "CONSULT" or noun.dep_ != "pobj" or noun.head.lower_ not in load_side_words().occasion:
        return (), ()
    verb = noun.head.head
    if verb.pos_ not in VERBAL:
        return (), ()
    actors = actors_of(doc, arguments.logical_subject(verb))
    others = actors_of(doc, arguments.logical_object(verb)) or actors_of(doc, arguments.prepositional(verb, "to"))
    return (actors, others) if actors and others else ((), ())


def _complement(verb: Token) -> Token | None:
    """The clause that tells what is asked, promised, refused."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and child.i > verb.i and child.pos_ in VERBAL:
            return child
    for child in verb.children:
        if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "for" for c in child.children):
            return child
    return None


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _doer(clause: Token) -> Token | None:
    """The one who shall do what is asked, if the clause names somebody."""
    if arguments.is_passive(clause):
        return arguments.agent(clause)
    return next((c for c in clause.children if c.dep_ in arguments.SUBJECT), None)


def _aim(doc: Doc, clause: Token) -> tuple[int, ...]:
    """At whom a clause aims: its object, else what its prepositions name."""
    if clause.pos_ not in VERBAL:
        return ()
    things = [c for dep in ("dative", "dobj") for c in clause.children if c.dep_ == dep and c.pos_ in NOMINAL]
    found: tuple[int, ...] = ()
    for thing in things if not arguments.is_passive(clause) else ():
        found = found or actors_of(doc, thing)
    allowed = [c for inner in clause.children if inner.dep_ == "ccomp" and _infinitive(inner) for c in inner.children]
    holders = [clause, *(thing for thing in things if thing.pos_ == "NOUN")]
    behind = (arguments.prepositional(holder, word) for holder in holders for word in AIMED)
    for token in (*(c for c in allowed if c.dep_ in arguments.SUBJECT), *behind):  # "to let Norland's ships land"
        found = found or actors_of(doc, token)
    return found
