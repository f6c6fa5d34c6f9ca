"""The certainty of a predicate, by the clause that it stands in and what governs that clause."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from toecap.annotate.certainty.conditions import VERBAL, condition_of, has_subject, is_asked, is_condition
from toecap.annotate.certainty.words import CertaintyWords, load_words
from toecap.annotate.layers import Chars, sentence_of
from toecap.records import Certainty

DEEPEST = 8  # governors looked at; a guard against broken parses
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Behind these stands at what something is said, thought or asked, and not what.
OCCASION = frozenset({"after", "amid", "at", "during", "following", "since"})

# What somebody is held to have done behind these is for a court to say: "charged with insurrection".
_TRYING = frozenset(
    "accuse acquit arraign charge clear convict indict prosecute suspect trial try guilty conviction".split()
)
# "The talks were postponed": they were not held.
_CALLED_OFF = frozenset(("avert", "call off", "cancel", "foil", "postpone", "prevent", "thwart"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The certainty and, where it hangs on one, the condition's characters."""

    certainty: Certainty
    condition: Chars | None = None


ACTUAL = Judgement("actual")


def judge(head: Token, spoken: bool = False) -> Judgement | None:
    """How certain the predicate is told; None where it is only asked for, and so no event of its own.

    `spoken`: an act of speech, which is done by saying so ("I would urge"), by trying, and by being answered.
    """
    words = load_words()
    if spoken and _is_uttered(head, words):
        return ACTUAL
    if head.pos_ in VERBAL or head.tag_ in ("VBN", "VBG", "VBD"):
        found = _of_verb(head, words, 0)
    else:
        found = _of_noun(head, words)
    if found == ACTUAL and _in_question(head):
        return Judgement("hypothetical")
    return found


def _is_uttered(head: Token, words: CertaintyWords) -> bool:
    """ "I would urge you"; "tried to warn"; "denied the accusation"."""
    if head.pos_ in VERBAL:
        polite = any(c.dep_ == "aux" and c.lower_ in ("would", "must", "'d", "’d") for c in head.children)
        trying = head.dep_ == "xcomp" and head.head.lemma_ == "try" and head.head.tag_ in ("VBD", "VBN")
        by_speaker = any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in head.children)
        return not _negated(head, words) and (
            trying or _is_own_wish(head, words) or (polite and by_speaker and condition_of(head, words) is None)
        )
    return head.dep_ == "dobj" and head.head.lemma_ == "deny" and _definite(head)


def _is_own_wish(head: Token, words: CertaintyWords) -> bool:
    """ "I want to thank you", "let me thank you": done in saying so."""
    wish = head.head
    if _negated(wish, words) or condition_of(wish, words) is not None:
        return False
    if head.dep_ == "ccomp" and wish.lemma_ == "let":
        return wish.tag_ == "VB" and any(
            c.dep_ in ("nsubj", "dobj") and c.lower_ in ("me", "us") for c in head.children
        )
    now = wish.tag_ in ("VBP", "VB") and wish.lemma_ in ("like", "love", "want", "wish")
    return head.dep_ == "xcomp" and now and any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in wish.children)


def _in_question(head: Token) -> bool:
    sentence = sentence_of(head)
    return sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?")


def _of_verb(verb: Token, words: CertaintyWords, depth: int) -> Judgement | None:
    if depth > DEEPEST:
        return ACTUAL
    if _negated(verb, words) or _shares_negation(verb, words) or _of_nobody(verb):
        return Judgement("denied")
    condition = condition_of(verb, words)
    own = _modality(verb, words)
    if own is not None:
        if condition is not None and own.certainty in ("planned", "hypothetical"):
            return Judgement("conditional", condition)
        return own
    if is_condition(verb, words) or is_asked(verb, words):
        return Judgement("hypothetical")
    if condition is not None and _in_present(verb):
        return Judgement("conditional", condition)
    return _from_governor(verb, words, depth)


def _negated(verb: Token, words: CertaintyWords) -> bool:
    if any(child.dep_ == "prep" and child.lower_ in ("until", "till") for child in verb.children):
        return False  # "did not endorse her until July": then it happened
    for child in verb.children:
        if child.dep_ == "neg" or (child.lower_ in words.negations and child.dep_ in ("advmod", "preconj", "cc")):
            return True
        if child.dep_ == "advmod" and child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
        if child.dep_ in ("nsubj", "dobj", "nsubjpass") and (
            child.lower_ in ("nobody", "none", "nothing") or _has_no(child)
        ):
            return True
    return False


def _has_no(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)


def _shares_negation(verb: Token, words: CertaintyWords) -> bool:
    """ "would not confirm or deny", "had neither met nor called": one negation for both."""
    above = verb.head
    if verb.dep_ != "conj" or above.pos_ not in VERBAL or above.tag_ != verb.tag_ or has_subject(verb):
        return False
    joined = any(child.dep_ == "cc" and child.lower_ in ("or", "nor") for child in above.children)
    return joined and _negated(above, words)


def _of_nobody(verb: Token) -> bool:
    """ "no trip planned", "no group that claimed it"."""
    return verb.dep_ in ("acl", "relcl") and not _infinitive(verb) and _has_no(verb.head)


def _modality(verb: Token, words: CertaintyWords) -> Judgement | None:
    """What the auxiliaries say; None where they say nothing but tense."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    for child in auxiliaries:
        word = child.lower_.replace("’", "'")
        if word in words.hypothetical_modals:
            return Judgement("planned" if word in ("would", "'d") and _foretold(verb) else "hypothetical")
        if word in words.planned_modals:
            return Judgement("planned")
    if verb.tag_ == "VBN" and _subjunctive(auxiliaries):
        return Judgement("hypothetical")  # "that the child be returned"
    governor = verb.head
    if verb.dep_ == "xcomp" and governor.lemma_ == "go" and governor.tag_ == "VBG" and _infinitive(verb):
        return Judgement("planned")
    if verb.dep_ == "xcomp" and governor.lemma_ == "be" and _infinitive(verb):
        return Judgement("planned")
    if verb.dep_ == "conj" and not auxiliaries and verb.tag_ in ("VB", "VBN") and verb.head.pos_ in VERBAL:
        shared = verb.head.tag_ == verb.tag_ and not has_subject(verb)
        return _modality(verb.head, words) if shared else None
    if verb.tag_ == "VB" and not auxiliaries and not has_subject(verb) and verb.dep_ in ("ROOT", "ccomp", "parataxis"):
        return Judgement("hypothetical")  # an imperative or a subjunctive
    return None


def _subjunctive(auxiliaries: list[Token]) -> bool:
    tenses = {child.tag_ for child in auxiliaries}
    return "VB" in tenses and not tenses & FINITE and all(child.lower_ != "to" for child in auxiliaries)


def _foretold(verb: Token) -> bool:
    """The future of a telling in the past, "said that it would close the border"; only of what somebody does."""
    agents = [child for child in verb.children if child.dep_ == "nsubj" and child.pos_ in ("NOUN", "PROPN", "PRON")]
    told = verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN", "VBG") and verb.head.i < verb.i
    return told and bool(agents) and verb.lemma_ not in ("be", "have")


def _in_present(verb: Token) -> bool:
    """ "follow", "is being prepared"; not "has been prepared"."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    present = any(child.tag_ in ("VBZ", "VBP") and child.lemma_ != "have" for child in auxiliaries)
    return present or verb.tag_ in ("VB", "VBP", "VBZ")


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _is_perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)


def _is_ranked(noun: Token) -> bool:
    return noun.pos_ in ("NOUN", "PROPN") and any(
        c.dep_ == "amod" and c.lower_ in ("first", "second", "third", "last", "only", "latest", "next")
        for c in noun.lefts
    )


def _from_governor(verb: Token, words: CertaintyWords, depth: int) -> Judgement | None:
    governor, relation = verb.head, verb.dep_
    if relation == "csubj" and verb.tag_ == "VBG":
        return _modality(governor, words) or ACTUAL  # "lending them money would have been a mistake"
    if relation in ("xcomp", "ccomp", "pcomp", "advcl", "acl", "dobj", "oprd") and governor.i != verb.i:
        if relation == "pcomp" and governor.pos_ == "ADP":
            if governor.lower_ == "without":
                return Judgement("denied")
            governor = governor.head
        if relation == "advcl":
            counted = governor.lemma_ == "be" and any(c.lower_ == "among" for c in governor.children)
            ahead = _infinitive(verb) and verb.i > governor.i and not counted  # "was among the first to vote against"
            return Judgement("planned") if ahead else ACTUAL
        return _below(verb, governor, words, depth)
    if relation == "conj" and governor.pos_ in VERBAL and governor.tag_ == verb.tag_:
        inherited = _from_governor(governor, words, depth + 1)
        if not has_subject(verb):
            return inherited
    return ACTUAL


def _below(verb: Token, governor: Token, words: CertaintyWords, depth: int) -> Judgement | None:
    """The certainty of a complement, by the class of the word that governs it."""
    if _infinitive(verb) and (_is_perfect(verb) or _is_ranked(governor)):
        return ACTUAL  # "was said to have fled"; "the first woman to lead the party"
    lemma = governor.lemma_.lower()
    tense = verb.tag_ in FINITE or any(c.tag_ in FINITE for c in verb.children if c.dep_ in ("aux", "auxpass"))
    finite = verb.dep_ == "ccomp" and not _infinitive(verb) and tense
    if lemma in words.denying:
        return Judgement("denied")
    if lemma in words.fearing and (not finite or governor.pos_ == "NOUN" or lemma not in words.said_too):
        return Judgement("hypothetical")
    if finite:
        doubted = lemma in words.believing and governor.pos_ in VERBAL and _negated(governor, words)
        return Judgement("hypothetical") if doubted else ACTUAL
    if lemma == "let" and verb.tag_ == "VB":
        return Judgement("hypothetical")
    if lemma in words.requesting and not _in_order(governor):
        return None
    if _among(governor, words.failing):
        return Judgement("denied")
    if lemma in words.planning:
        return _planned(verb, governor, words)
    if lemma in words.happening:
        return _of_verb(governor, words, depth + 1) if governor.pos_ in VERBAL else ACTUAL
    if verb.dep_ in ("pcomp",) or verb.tag_ == "VBG" or not _infinitive(verb):
        return ACTUAL
    return Judgement("planned") if governor.pos_ in VERBAL or governor.pos_ == "NOUN" else Judgement("hypothetical")


def _planned(verb: Token, governor: Token, words: CertaintyWords) -> Judgement:
    """ "Had no plans to", "does not intend to": denied. What is "not expected" may come."""
    if not (_negated(governor, words) if governor.pos_ in VERBAL else _has_no(governor)):
        return Judgement("planned")
    later = any(c.lower_ in ("yet", "until", "only") for word in (verb, governor) for c in word.subtree)
    if governor.lemma_.lower() in ("intend", "intention", "plan") and not later:
        return Judgement("denied")
    return Judgement("planned" if later else "hypothetical")


def _among(governor: Token, words: frozenset[str]) -> bool:
    """Whether the word, or the word with its particle ("call off"), is one of these."""
    lemma = governor.lemma_.lower()
    return lemma in words or any(f"{lemma} {c.lower_}" in words for c in governor.children if c.dep_ == "prt")


def _in_order(noun: Token) -> bool:
    return noun.lower_ == "order" and noun.dep_ == "pobj" and noun.head.lower_ == "in"


def _of_noun(noun: Token, words: CertaintyWords) -> Judgement | None:
    for child in noun.children:
        word = child.lower_
        if child.dep_ in ("det", "neg") and word in ("no", "neither"):
            return Judgement("denied")
        if child.dep_ in ("amod", "compound", "advmod") and word in words.adjectives:
            return Judgement(words.adjectives[word])
    governor, relation = noun.head, noun.dep_
    if relation == "conj":
        return _of_noun(governor, words) if governor.pos_ in ("NOUN", "PROPN") and governor.i < noun.i else ACTUAL
    if relation == "pobj" and governor.pos_ in ("ADP", "SCONJ"):
        return _behind_preposition(noun, governor, words)
    if relation in ("dobj", "nsubj", "nsubjpass", "attr") and governor.pos_ in VERBAL:
        return _with_verb(noun, governor, words)
    if relation == "compound" and governor.lemma_.lower() in words.fearing:
        return Judgement("hypothetical")
    return ACTUAL


def _behind_preposition(noun: Token, preposition: Token, words: CertaintyWords) -> Judgement | None:
    if preposition.lower_ == "without":
        return Judgement("denied")
    if preposition.lower_ == "of" and preposition.head.lemma_.lower() in words.amounts:
        return _of_noun(preposition.head, words)  # "a series of strikes"
    if preposition.lower_ in words.condition_prepositions or (
        preposition.lower_ == "of" and preposition.head.lower_ in words.condition_prepositions
    ):
        return Judgement("hypothetical")
    if preposition.lower_ in OCCASION:
        return ACTUAL  # "discussed the plan during a call"
    lemma = preposition.head.lemma_.lower()
    if lemma in words.fearing:
        return Judgement("hypothetical")
    if lemma in words.planning and not _definite(noun):
        return Judgement("planned")
    if lemma in words.requesting and preposition.lower_ == "for":
        return None
    if lemma == "invite" and preposition.lower_ == "to" and not _definite(noun):
        return None
    if lemma in _TRYING and preposition.lower_ in ("with", "of", "for", "over") and not _definite(noun):
        return None
    if lemma in words.denying and preposition.lower_ in ("of", "to"):
        return Judgement("denied")
    if preposition.lower_ == "with" and not _definite(noun) and (verb := _done_with(preposition)) is not None:
        own = _of_verb(verb, words, 1)
        return own if own is None or own.certainty != "denied" or _indefinite(noun) else ACTUAL
    return ACTUAL


def _done_with(preposition: Token) -> Token | None:
    """The verb of "will respond with strikes", "will answer the attack with strikes", not of "towns with riots"."""
    head = preposition.head
    if head.pos_ == "NOUN" and _definite(head):
        head = head.head.head if head.dep_ == "pobj" else head.head
    return head if head.pos_ in VERBAL else None


def _with_verb(noun: Token, verb: Token, words: CertaintyWords) -> Judgement | None:
    lemma = verb.lemma_.lower()
    if noun.dep_ == "nsubjpass" and not _negated(verb, words) and _among(verb, _CALLED_OFF):
        return Judgement("denied")
    if noun.dep_ == "dobj":
        if lemma in words.requesting - words.addressing and not _definite(noun):
            return None
        if _among(verb, words.failing) or lemma in words.denying:
            return Judgement("denied")
        if lemma in words.fearing and lemma not in words.said_too:
            return Judgement("hypothetical")
        if lemma in words.planning and not _definite(noun):
            return Judgement("planned")
    if noun.dep_ != "attr" and _definite(noun) and lemma not in words.light:
        return ACTUAL  # "will investigate the attack": the attack happened
    own = _of_verb(verb, words, 1)
    if own is None or (own.certainty == "denied" and lemma not in words.light and not _indefinite(noun)):
        return ACTUAL
    if own.certainty == "planned" and any(c.lower_ in ("would", "'d", "’d") for c in verb.children):
        return Judgement("hypothetical")  # "said that an invasion would bring sanctions": the noun is only thought of
    return own


def _indefinite(noun: Token) -> bool:
    """ "did not sign an agreement", "won no concession"; "did not stop attacks" tells of attacks."""
    return any(c.dep_ == "det" and c.lower_ in ("a", "an", "any", "no") for c in noun.children)


def _definite(noun: Token) -> bool:
    return any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those"))
        for c in noun.children
    )
