"""Where a rule of the event knowledge fits a verb or noun of the text, with its actors and recipients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Token

from toecap.annotate.certainty import judge
from toecap.extract import arguments, implied
from toecap.extract.no_act import (
    by_mishap,
    done_by_no_actor,
    in_an_attack,
    in_mishap,
    is_number,
    is_someone,
    tells_no_act,
)
from toecap.extract.patterns import Clause, Fit, fit
from toecap.extract.statements import speaker_token
from toecap.knowledge.events import EventRule, EventRules, NounPattern
from toecap.knowledge.sides import load_side_words

NOMINAL = frozenset({"NOUN", "PROPN"})
# "Troops were deployed": what is moved belongs to who moves it.
OWN_MEANS = frozenset({"MOBILIZE", "PROTEST"})
# Behind these a war with a name is a time.
ERA = frozenset({"during", "after", "before", "since", "until"})

# What is done away with by these is not imposed: "hailed the lifting of sanctions".
_UNDOING = frozenset(
    "drop ease easing end lift lifting overturn removal remove repeal rescind revoke scrap suspension waive".split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule at a token. `start`, `end`: characters of the predicate; actors as indices into `doc._.actors`."""

    rule: EventRule
    head: Token
    start: int
    end: int
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    nominal: bool
    claimed: int | None  # the noun that the verb's pattern includes ("carry out an attack"): not an event again
    threatened: Token | None = None  # the verb that threatens this act


def matches(doc: Doc, rules: EventRules) -> list[Match]:
    """Every match, in order of the text; at most one for a token."""
    lemmas = _lemmas(doc)
    acting = [doc[i] for i, lemma in enumerate(lemmas) if lemma in rules.by_verb]
    verbs = [m for token in acting if (m := _verb_match(doc, token, rules)) is not None]
    claimed = {m.claimed for m in verbs if m.claimed is not None}
    others = [doc[i] for i, lemma in enumerate(lemmas) if lemma in rules.by_noun and i not in claimed]
    nouns = [m for token in others if (m := _noun_match(doc, token, rules)) is not None]
    threatened = [act for match in verbs if (act := _threatened(doc, match, rules)) is not None]
    return sorted(verbs + nouns + threatened, key=lambda m: m.start)


def _lemmas(doc: Doc) -> list[str]:
    """The tokens' lemmas in small letters: each is looked up once, and no Token made (a third of the time)."""
    hashes = doc.to_array(LEMMA).tolist()
    small = {each: doc.vocab.strings[each].lower() for each in set(hashes)}
    return [small[each] for each in hashes]


def _threatened(doc: Doc, match: Match, rules: EventRules) -> Match | None:
    """The act that a threat is about: "sanctions are prepared for when troops cross" threatens sanctions."""
    if match.rule.implies is None or match.claimed is None:
        return None
    rule = next((rule for rule in rules.rules if rule.id == match.rule.implies), None)
    if rule is None:
        return None
    act = doc[match.claimed]
    end = act.idx + len(act.text)
    return Match(rule, act, act.idx, end, match.actors, match.recipients, True, None, threatened=match.head)


def _verb_match(doc: Doc, token: Token, rules: EventRules) -> Match | None:
    patterns = rules.by_verb.get(token.lemma_.lower())
    if not patterns or (token.pos_ not in ("VERB", "AUX") and not _adjectival_participle(token)):
        return None
    if token.dep_ == "amod":  # "a convicted murderer", "the banned party": a trait, not a telling
        return None
    best: tuple[int, Match] | None = None
    clause = Clause(token)
    for rule, pattern in patterns:
        fitting = fit(clause, pattern)
        if fitting is None:
            continue
        match = _fill_verb(doc, token, rule, fitting)
        specific = fitting.specific + bool(rule.object)
        if match is not None and (best is None or specific > best[0]):
            best = (specific, match)
    return best[1] if best else None


def _adjectival_participle(token: Token) -> bool:
    return token.tag_ == "VBN" and token.dep_ in ("acl", "relcl", "conj", "ROOT")


def _fill_verb(doc: Doc, verb: Token, rule: EventRule, fitting: Fit) -> Match | None:
    particles, noun = fitting.particles, fitting.noun
    thing = noun if noun is not None else arguments.logical_object(verb)
    holders = [verb, *([thing] if thing is not None and thing.pos_ in NOMINAL else [])]
    actors = _slots(doc, holders, rule.actor, skip_object=False)
    # The noun of a pattern is a thing ("impose sanctions") unless somebody is meant by it ("host the president").
    a_thing = noun is not None and not arguments.names_somebody(doc, noun)
    recipients = _slots(doc, holders, rule.recipient, skip_object=a_thing)
    if not actors and rule.type in OWN_MEANS and arguments.is_passive(verb):
        actors = arguments.actors_of(doc, arguments.surface_subject(verb))
    elif (
        not recipients
        and (rule.reciprocal or (_is_mutual(thing) and rule.mode != "third-party"))
        and _are_named_apart(doc, verb, actors)
    ):
        actors, recipients = actors[:1], actors[1:]  # "Ali and Ben met", "Ali and Ben settled their dispute"
    elif not recipients:
        recipients = _first(implied.recipients_of_verb(doc, verb, thing, rule, noun is not None), actors)
    if not actors:
        actors = _first(implied.actors_of_verb(doc, verb, rule), recipients)
    if recipients and rule.type == "SUPPORT" and set(recipients) <= set(actors):
        return None  # "I trust our army": of nobody else
    recipients = tuple(r for r in recipients if r not in actors)
    if tells_no_act(doc, verb, rule, recipients, noun is not None):
        return None
    if rule.object is not None and not _has_object(doc, verb, rule):
        return None
    if rule.needs in ("either", "none") and not fitting.by_thing and done_by_no_actor(doc, verb):
        return None
    if rule.type == "ASSAULT" and (in_mishap(doc, verb) or (not actors and by_mishap(verb))):
        return None
    someone = bool(actors) or is_someone(arguments.logical_subject(verb))
    undergoer = arguments.logical_object(verb)
    someone = someone or (rule.id == "assault.wound" and in_an_attack(verb))
    if not _enough(rule, someone, bool(recipients) or is_someone(undergoer) or is_number(undergoer)):
        return None
    last = max([verb, *(p for p in particles if p.i - verb.i <= 3 and p.i > verb.i)], key=lambda t: t.i)
    return Match(
        rule, verb, verb.idx, last.idx + len(last.text), actors, recipients, False, noun.i if noun is not None else None
    )


def _first(sides: Iterator[tuple[int, ...]], exclude: tuple[int, ...]) -> tuple[int, ...]:
    """The first of the sides that names somebody else."""
    return next((rest for side in sides if (rest := tuple(i for i in side if i not in exclude))), ())


def _has_object(doc: Doc, verb: Token, rule: EventRule) -> bool:
    """Whether the verb's object is what the rule asks for."""
    thing = arguments.logical_object(verb)
    if thing is None:
        return rule.object == "optional"
    if rule.object == "person" and not is_number(thing):
        return arguments.names_somebody(doc, thing)
    return is_number(thing) or bool(arguments.actors_of(doc, thing))


def _enough(rule: EventRule, actor: bool, recipient: bool) -> bool:
    """Whether the sides that the rule needs are there."""
    if rule.needs == "none":
        return True
    if rule.needs == "both":
        return actor and recipient
    return (actor and rule.needs != "recipient") or (recipient and rule.needs != "actor")


def _slots(doc: Doc, holders: list[Token], slots: tuple[str, ...], skip_object: bool) -> tuple[int, ...]:
    """The actors of the first slot that holds any."""
    for slot in slots:
        for holder in holders:
            found = arguments.actors_of(doc, _slot_token(holder, slot, skip_object))
            if found:
                return found
    return ()


def _slot_token(holder: Token, slot: str, skip_object: bool) -> Token | None:
    if slot == "speaker":  # of "they thanked you" it is not the speaker
        others = any(c.dep_ in arguments.SUBJECT and c.lower_ not in ("i", "we") for c in holder.children)
        return None if others else speaker_token(holder)
    if slot == "subject":
        return arguments.logical_subject(holder) if holder.pos_ in ("VERB", "AUX") else None
    if slot == "object":
        if skip_object or holder.pos_ not in ("VERB", "AUX"):
            return None
        thing = arguments.logical_object(holder)
        return None if thing is not None and _is_own_means(thing) else thing
    return arguments.prepositional(holder, slot)


def _is_own_means(thing: Token) -> bool:
    """ "Withdrew its troops", "offered their ships": of who acts, so not to whom it is done."""
    own = any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in thing.children)
    return own and thing.lemma_.lower() in load_side_words().own_means


def _are_named_apart(doc: Doc, verb: Token, actors: tuple[int, ...]) -> bool:
    """ "Ali and Ben" are two sides, and "the ministers of Norland and Sudland"; "the leaders" are one."""
    subject = arguments.logical_subject(verb)
    if len(actors) < 2 or subject is None:
        return False
    return len(list(arguments.conjuncts(subject))) > 1 or next(arguments.others_of(doc, subject), None) is not None


def _is_mutual(thing: Token | None) -> bool:
    """What several have only with each other: "their ties", "a truce"."""
    if thing is None:
        return False
    # "accused each other", "attacked each other's bases"
    each = thing.lower_ in ("other", "another") and any(c.lower_ in ("each", "one") for c in thing.children)
    return (
        each
        or thing.lemma_.lower() in load_side_words().mutual
        or any(c.dep_ == "poss" and _is_mutual(c) for c in thing.children)
    )


def _reciprocal(actors: tuple[int, ...], recipients: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """ "A and B met": the first named is the actor, the others are recipients."""
    if len(actors) > 1 and not recipients:
        return actors[:1], actors[1:]
    return actors, recipients


def _noun_match(doc: Doc, token: Token, rules: EventRules) -> Match | None:
    patterns = rules.by_noun.get(token.lemma_.lower())
    if not patterns or token.pos_ not in NOMINAL or token.dep_ == "compound" or _is_set_phrase(token):
        return None
    above = token.head.head if token.dep_ == "pobj" and token.head.lower_ in ("of", "to") else token.head
    if above.lemma_.lower() in _UNDOING and token.dep_ in ("dobj", "pobj", "nsubjpass"):
        patterns = tuple((r, p) for r, p in patterns if r.type not in ("SANCTION", "REJECT"))
    best: tuple[int, Match] | None = None
    for rule, pattern in patterns:
        modifier = _modifier(token, pattern)
        if pattern.modifier is not None and modifier is None:
            continue
        actors, recipients = noun_sides(doc, token, rule)
        if rule.reciprocal:
            actors, recipients = _reciprocal(actors, recipients)
        if not _enough(rule, bool(actors), bool(recipients)) and not _is_held_out(token, rule):
            continue
        start = modifier.idx if modifier is not None else token.idx
        match = Match(rule, token, start, token.idx + len(token.text), actors, recipients, True, None)
        specific = int(pattern.modifier is not None)
        if best is None or specific > best[0]:
            best = (specific, match)
    return best[1] if best else None


def noun_sides(doc: Doc, noun: Token, rule: EventRule) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Actors and recipients of a noun: in its own slots, else by the verb that carries it."""
    actors = _noun_side(doc, noun, rule.noun_actor, exclude=())
    recipients = _noun_side(doc, noun, rule.noun_recipient, exclude=actors)
    actors = actors or _first(implied.actors_of_noun(doc, noun, rule), recipients)
    recipients = recipients or _first(implied.recipients_of_noun(doc, noun, rule), actors)
    return (actors, recipients) if actors or recipients else implied.partners(doc, noun, rule)


def _is_held_out(noun: Token, rule: EventRule) -> bool:
    """ "Sanctions will follow if troops cross": with its condition an act is told, whoever its sides are."""
    if rule.type not in ("SANCTION", "ASSAULT", "COERCE", "MOBILIZE"):
        return False
    judgement = judge(noun)
    return judgement is not None and judgement.certainty == "conditional"


def _is_set_phrase(noun: Token) -> bool:
    """The month of March; "resigned in protest", "at war": a manner, not a happening."""
    behind = noun.head.lower_ if noun.dep_ == "pobj" and noun.tag_ == "NN" else ""
    manner = (behind == "in" and not any(noun.lefts)) or (behind in ("at", "under", "on") and not any(noun.children))
    era = noun.pos_ == "PROPN" and noun.dep_ == "pobj" and noun.head.lower_ in ERA  # "during the Vietnam War"
    return noun.ent_type_ in ("DATE", "TIME") or manner or era or _is_figure(noun) or _is_in_a_name(noun)


def _is_in_a_name(noun: Token) -> bool:
    """ "The Democratic Rally hailed the deal": a party."""
    return noun.pos_ == "PROPN" and any(
        mention.form == "name" and mention.start <= noun.i < mention.end and mention.end - mention.start > 1
        for mention in noun.doc._.mentions
    )


def _is_figure(noun: Token) -> bool:
    """ "A heart attack", "a riot of colour"."""
    words = load_side_words()
    of = arguments.prepositional(noun, "of")
    before = {"release": arguments.PRESS, "poisoning": words.poison, "demand": words.buyer}.get(noun.lemma_.lower())
    if before is not None and any(c.lower_ in before for c in noun.lefts):
        return True
    return any(c.lower_ in words.figurative for c in noun.lefts) or (of is not None and of.lemma_ in words.figurative)


def _modifier(noun: Token, pattern: NounPattern) -> Token | None:
    if pattern.modifier is None:
        return None
    return next((c for c in noun.lefts if pattern.modifier in (c.lemma_.lower(), c.lower_)), None)


def _noun_side(doc: Doc, noun: Token, slots: tuple[str, ...], exclude: tuple[int, ...]) -> tuple[int, ...]:
    for slot in slots:
        for token in _noun_slot(noun, slot):
            found = tuple(i for i in arguments.actors_of(doc, token) if i not in exclude)
            if found:
                return found
    return ()


def _noun_slot(noun: Token, slot: str) -> Iterator[Token]:
    if slot == "poss":
        yield from (c for c in noun.children if c.dep_ == "poss")
    elif slot == "owner":  # "Israel's arrest of the mayor", but not "the mayor's arrest"
        if any(arguments.prepositional(noun, word) is not None for word in ("of", "on", "against")):
            yield from (c for c in noun.children if c.dep_ == "poss")
    elif slot == "speaker":
        yield from (token for token in (speaker_token(noun),) if token is not None)
    elif slot in ("amod", "compound"):
        yield from (c for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod", "nummod"))
    elif (token := arguments.prepositional(noun, slot)) is not None:
        yield token
    elif slot == "by":  # "the killing of a commander by Norland": the parser hangs it on the commander
        inner = arguments.prepositional(noun, "of") or arguments.prepositional(noun, "on")
        token = arguments.prepositional(inner, "by") if inner is not None else None
        yield from (one for one in (token,) if one is not None)
