"""Who a reporting word belongs to: subject, agent, antecedent, or the subject of the verb that it hangs on."""

from __future__ import annotations

from spacy.tokens import Token

_SUBJECTS = ("nsubj", "csubj")
_RELATIVE = frozenset({"who", "which", "that"})
# A participle or infinitive without a subject shares that of the verb above it.
_SHARING = frozenset({"conj", "advcl", "xcomp", "pcomp", "dep", "acl", "ccomp", "parataxis"})
_MAX_CLIMB = 8
# Verbs whose object is their subject's own claim, fear or demand: "made the claim that", but not "sparked fears that".
_HOLDING = frozenset(
    """make issue have express voice repeat give release offer deliver renew share hold reiterate raise file publish
    submit send write put sign pen""".split()
)
# "went on to say", "took to Twitter to say": the infinitive took place too.
_GOING_ON = frozenset({"go", "continue", "begin", "start", "proceed", "come", "take", "use", "return", "rush"})


def own_subject(verb: Token) -> Token | None:
    """The grammatical subject that hangs on the verb itself; the nearest, where a wrong parse gives two."""
    for child in reversed(list(verb.lefts)):
        if child.dep_ in _SUBJECTS:
            return _behind_according(child)
    found: Token | None = None
    for child in verb.rights:
        # "said co-author Roe": a hyphen may split one subject into two
        if child.dep_ in _SUBJECTS and (found is None or child.left_edge.i == found.right_edge.i + 1):
            found = child
    return found


def _behind_according(subject: Token) -> Token:
    """As in "According to the agency, the mayor said": the parse may take the agency for the subject."""
    start, doc = subject.left_edge.i, subject.doc
    if start < 2 or doc[start - 1].lower_ != "to" or doc[start - 2].lower_ != "according":
        return subject
    return next((c for c in subject.rights if c.dep_ == "appos"), subject)


def is_voiceless(token: Token, pronouns: frozenset[str]) -> bool:
    """Whether a source is nobody's voice in the report ("we", "anyone"). "US" is a state."""
    return token.lower_ in pronouns and (token.text == "I" or not token.text.isupper())


def is_made(verb: Token) -> bool:
    """Whether the saying took place: not "did not say", "would say", "wants to say", "asked whether they said"."""
    for child in verb.lefts:
        if child.dep_ == "neg" or (child.tag_ == "MD" and child.dep_ == "aux"):
            return False
        if child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless"):
            return False
        if child.dep_ == "aux" and child.lower_ == "to":
            return verb.dep_ in ("advcl", "xcomp") and verb.head.lemma_.lower() in _GOING_ON
    return True


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: "was said", "is reported"."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.lefts)


def _is_bare_participle(verb: Token) -> bool:
    """As in "Asked by reporters whether ..., she": the participle is passive, so its subject is not who asked."""
    return verb.tag_ == "VBN" and verb.dep_ == "advcl" and not any(c.dep_ in ("aux", "nsubj") for c in verb.lefts)


def agent(verb: Token) -> Token | None:
    """The noun of "by the ministry"."""
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for noun in child.rights:
                if noun.dep_ in ("pobj", "pcomp"):
                    return noun
    return None


def find_source(verb: Token, messages: frozenset[str] = frozenset()) -> Token | None:
    """The token that names who does this verb's saying, or None. `messages` are nouns for things said or written."""
    if is_passive(verb) or _is_bare_participle(verb):
        return agent(verb)
    subject = own_subject(verb)
    if subject is not None:
        return _antecedent(verb, subject)
    if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.tag_ == "VBN":
            return agent(verb)
        if verb.head.lemma_.lower() in messages:
            return owner(verb.head) or verb.head
        return _above_comma(verb) or verb.head
    return _shared_subject(verb)


def beside(verb: Token) -> Token | None:
    """The noun right before a verb (adverbs and auxiliaries between), where the parse gives the verb no subject."""
    doc = verb.doc
    i = verb.i - 1
    begin = max(0, verb.i - 5)
    while i >= begin and doc[i].pos_ in ("ADV", "AUX", "PART"):
        i -= 1
    if i < begin or i < 0:
        return None
    token = doc[i]
    named = token.pos_ in ("PROPN", "PRON") or (token.pos_ == "NOUN" and token.ent_type_ not in ("DATE", "TIME"))
    return token if named and token.tag_ not in ("WDT", "WP") else None


def _above_comma(participle: Token) -> Token | None:
    """As in "accused the West of a plot, saying": behind a comma it is the main subject's, not the noun's."""
    before = participle.left_edge.i - 1
    if participle.tag_ != "VBG" or before < 0 or participle.doc[before].text != ",":
        return None
    token = participle.head
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "acl"):
            subject = own_subject(token) or next((c for c in token.lefts if c.dep_ == "nsubjpass"), None)
            if subject is not None and subject.i < participle.i:
                return _antecedent(token, subject)
        if token.dep_ == "ROOT":
            return None
        token = token.head
    return None


def owner(noun: Token) -> Token | None:
    """Whose claim: a possessive, an "of" or "by" phrase, or the subject of the verb that has it as object."""
    for child in noun.children:
        if child.dep_ == "poss":
            return (_possessor(noun) or child) if child.pos_ == "PRON" else child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "by", "from"):
            return next((c for c in child.rights if c.dep_ == "pobj"), None)
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in _HOLDING:
        return find_source(noun.head)
    if noun.dep_ == "pobj" and noun.head.lower_ in ("with", "in") and noun.head.head.pos_ == "VERB":
        return find_source(noun.head.head)
    return None


def _possessor(noun: Token) -> Token | None:
    """As in "The senator repeated his call": the subject, who is nearer to a name than "his" is."""
    if noun.dep_ != "dobj" or noun.head.pos_ != "VERB":
        return None
    subject = find_source(noun.head)
    return subject if subject is not None and subject.lower_ not in _RELATIVE else None


def _antecedent(verb: Token, subject: Token) -> Token:
    """As in "the minister, who said": the minister."""
    if subject.lower_ not in _RELATIVE:
        return subject
    clause = verb
    for _ in range(_MAX_CLIMB):
        if clause.dep_ in ("relcl", "acl"):
            return _nearest(subject, clause.head)
        if clause.dep_ not in ("conj", "ccomp") or clause.head.i == clause.i:
            break
        clause = clause.head
    return _nearest(subject, subject)


def _nearest(relative: Token, head: Token) -> Token:
    """The noun right before "who" where the parse chose one that this noun is no part of."""
    i = relative.i - 1
    if i > 0 and relative.doc[i].text == ",":
        i -= 1
    noun = relative.doc[i]
    if i < 0 or noun.pos_ not in ("NOUN", "PROPN") or relative.lower_ != "who":
        return head
    if head.i == relative.i:
        return noun
    return head if noun.i <= head.i or head.is_ancestor(noun) or head.left_edge.i <= noun.i <= head.i else noun


def _shared_subject(verb: Token) -> Token | None:
    """The subject of the verb that a participle, an infinitive or a second verb hangs on."""
    token = verb
    # "He said the trial was a sham, adding": behind a comma the participle goes on with the teller, not the told.
    fenced = verb.tag_ == "VBG" and verb.left_edge.i > 0 and verb.doc[verb.left_edge.i - 1].text == ","
    for _ in range(_MAX_CLIMB):
        if token.dep_ == "prep" or token.dep_ in _SHARING:
            below, token = token, token.head
        else:
            return None
        if token.pos_ in ("NOUN", "PROPN", "PRON") and below.dep_ in ("acl", "relcl"):
            return token
        if token.pos_ not in ("VERB", "AUX"):
            continue
        for child in token.lefts:
            if child.dep_ == "nsubjpass":
                return child
        subject = own_subject(token)
        if subject is not None and not (fenced and token.dep_ == "ccomp" and _is_told(token)):
            return _antecedent(token, subject)
        if subject is None and token.dep_ in ("acl", "relcl"):
            return token.head
    return None


def _is_told(verb: Token) -> bool:
    """Whether a clause hangs on a verb with a subject of its own: "He said [the trial was a sham], adding"."""
    return verb.head.pos_ == "VERB" and own_subject(verb.head) is not None and verb.head.i < verb.i
