"""Who fills a role of a predicate: subject, object, or what hangs on a preposition.

Roles are read from the parse (labels of spaCy's English models, i.e. ClearNLP). Subjects that are not
said again are found where English leaves them out: coordination, control, relative and participial clauses.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from toecap.annotate.actors.lookup import actors_at
from toecap.knowledge.sides import load_side_words

SUBJECT = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECT = frozenset({"nsubjpass", "csubjpass"})
OBJECT = frozenset({"dobj", "obj"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
# "hundreds of protesters", "a group of rebels", "members of the army": the actor is what follows "of".
MEASURE = frozenset(
    """hundred thousand dozen ten score million number group crowd member majority one some many most several
    couple pair handful part series wave lot ton string round
    spate package total all none each both rest either two three four five six""".split()
)
# Prepositions behind which the owner or author of a thing stands, most telling first.
OWNING = ("of", "by", "from", "against", "towards", "toward")
# What speaks for who sends it: "sent a letter urging ...", "issued a statement condemning ...".
PAPERS = frozenset(
    "letter statement resolution petition tweet message order decree report post note declaration motion".split()
)
# Of others' papers: "received a letter urging ...", "vetoed a resolution condemning ...".
READING = frozenset(
    """get obtain publish read receive see block condemn criticise criticize defeat denounce dismiss oppose reject
    veto""".split()
)
# "a press release", "media laws": not theirs.
PRESS = frozenset({"press", "media", "news"})
_PASSIVE = "toecap.passive"
FINITE = frozenset({"VBD", "VBZ", "VBP"})
LONGEST_CHAIN = 12  # parents climbed for an unsaid subject; a guard against broken parses, not a limit of English

# Behind "of" stands to whom these are done, so that who condemns them condemns somebody else.
DONE_TO = frozenset(
    """abduction arrest assassination bombardment conviction demolition deportation destruction detention disappearance
    dismissal ejection eviction execution expulsion extradition imprisonment invasion murder ouster overthrow
    persecution prosecution removal repression seizure suppression treatment torture""".split()
)
# Of the nouns in "-ing" these are held or made, and done to nobody.
HELD = frozenset(
    """backing being building funding gathering hearing meeting ruling saying signing spending standing thinking
    training warning wing""".split()
)


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it, in order."""
    yield token
    seen = {token.i}
    queue = [token]
    while queue:
        for child in queue.pop(0).children:
            if child.dep_ == "conj" and child.i not in seen:
                seen.add(child.i)
                queue.append(child)
                yield child


def is_passive(verb: Token) -> bool:
    """True where the verb's subject, said or not, undergoes it; worked out once for each verb."""
    known: dict[int, bool] = verb.doc.user_data.setdefault(_PASSIVE, {})
    if verb.i not in known:
        known[verb.i] = _is_passive(verb)
    return known[verb.i]


def _is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("nsubjpass", "auxpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in SUBJECT for c in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return is_passive(verb.head) and not any(c.dep_ in OBJECT for c in verb.children)
    return verb.dep_ in ("acl", "amod", "advcl") and not any(c.dep_ in ("aux",) for c in verb.children)


def surface_subject(verb: Token) -> Token | None:
    """The token in subject place, active or passive, also where it is left out."""
    for _ in range(LONGEST_CHAIN):
        subjects = [child for child in verb.children if child.dep_ in SUBJECT or child.dep_ in PASSIVE_SUBJECT]
        # Of "a policy which the king criticised" small models make both the subject.
        own = [child for child in subjects if not (verb.dep_ == "relcl" and child.lower_ in RELATIVE)]
        if subjects:
            nouns = [child for child in own if child.pos_ != "ADJ"]
            return antecedent((nouns or own or subjects)[0], verb)
        step = _unsaid_subject(verb)
        if step is None or (isinstance(step, Token) and step.pos_ not in ("VERB", "AUX")):
            return step
        verb = step
    return None


def is_indicative(clause: Token) -> bool:
    """ "insisted that she was right", and not "insisted that she be heard"."""
    auxiliaries = [c for c in clause.children if c.dep_ in ("aux", "auxpass")]
    subject = next((c for c in clause.children if c.dep_ in SUBJECT or c.dep_ in PASSIVE_SUBJECT), None)
    bare = clause.tag_ == "VBP" and subject is not None and subject.tag_ in ("NN", "NNP")  # "that the bill include"
    return (clause.tag_ in FINITE and not bare) or any(c.tag_ in FINITE for c in auxiliaries)


def antecedent(subject: Token, verb: Token) -> Token:
    """For "who", "which", "that" in a relative clause the noun that they stand for."""
    if subject.lower_ in RELATIVE and verb.dep_ == "relcl":
        return verb.head
    return subject


def _unsaid_subject(verb: Token) -> Token | None:
    """The noun that is the subject, or the verb to ask next; None where English does not tell."""
    head = verb.head
    if verb.dep_ in ("acl", "amod") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return _subject_of_modifier(verb)
    if verb.dep_ == "relcl":  # "the first state to recognise Norland"
        return head if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children) else None
    if verb.dep_ == "xcomp" and head.dep_ == "acomp" and head.head.pos_ in ("VERB", "AUX"):
        return head.head  # "is ready to send": who is
    if verb.dep_ in ("xcomp", "ccomp") and head.pos_ in ("VERB", "AUX", "ADJ"):
        if verb.dep_ == "ccomp" and not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
            return None if verb.tag_ not in ("VBG",) else head
        controlled = next((c for c in head.children if c.dep_ in OBJECT or c.dep_ == "dative"), None)
        by_subject = head.lemma_.lower() in load_side_words().subject_control
        if controlled is not None and controlled.i < verb.i and not by_subject:
            return controlled
        return head
    if verb.dep_ in ("conj", "advcl", "dep") and head.pos_ in ("VERB", "AUX"):
        if verb.dep_ == "conj" and verb.tag_ in FINITE and head.tag_ == "VB" and head.head.tag_ in FINITE:
            return head.head  # "urged them to wait and left": who urged
        return head
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        return _subject_of_gerund(head)
    return None


def _subject_of_modifier(verb: Token) -> Token | None:
    """Of "a plan to attack", "Russia's decision to withdraw", "a message on Twitter blaming Ali", "men attacking"."""
    head = verb.head
    if verb.dep_ == "acl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        return owner or (head.head if head.dep_ in OBJECT and head.head.pos_ == "VERB" else None)
    if head.dep_ == "pobj" and head.head.dep_ == "prep" and head.head.head.lemma_.lower() in PAPERS:
        head = head.head.head
    if verb.tag_ == "VBG" and head.dep_ in OBJECT and head.head.pos_ == "VERB" and head.lemma_.lower() in PAPERS:
        return None if head.head.lemma_ in READING else head.head
    return head


def _subject_of_gerund(preposition: Token) -> Token | None:
    """ "accused Russia of attacking": the object; "apologised for attacking": the subject's verb."""
    governor = preposition.head
    if governor.pos_ in ("VERB", "AUX"):
        if preposition.lower_ in ("of", "for", "from", "with"):
            for child in governor.children:
                if child.dep_ in OBJECT or child.dep_ in PASSIVE_SUBJECT:
                    return child
        return governor
    if governor.pos_ == "NOUN":
        return next((c for c in governor.children if c.dep_ == "poss"), None)
    return None


def agent(verb: Token) -> Token | None:
    """The by-phrase of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and is_passive(verb)):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def logical_subject(verb: Token) -> Token | None:
    """Who does it."""
    return agent(verb) if is_passive(verb) else surface_subject(verb)


def logical_object(verb: Token) -> Token | None:
    """To whom or what it is done."""
    if is_passive(verb):
        return surface_subject(verb)
    for child in verb.children:
        if child.dep_ in OBJECT:
            return antecedent(child, verb)
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return child
    if verb.dep_ == "relcl" and any(c.lower_ not in RELATIVE and c.dep_ in SUBJECT for c in verb.children):
        return verb.head  # "the man (whom) police arrested"
    if verb.dep_ == "relcl" and not any(c.lower_ in RELATIVE and c.dep_ in SUBJECT for c in verb.children):
        return verb.head
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ == "prep" for c in verb.children):
        return next((c for c in verb.head.children if c.dep_ in OBJECT and c.i > verb.i), None)
    # "urged Russia to ...": small models sometimes make the object the subject of the infinitive
    for child in verb.children:
        if (
            child.dep_ == "ccomp"
            and child.i > verb.i
            and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
        ):
            return next((c for c in child.children if c.dep_ == "nsubj" and c.i > verb.i), None)
    return None


def prepositional(token: Token, word: str) -> Token | None:
    """The noun behind the preposition `word` that hangs on the token, or on its object or particle."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative", "prt") and child.lower_ == word:
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp"):
                    return grandchild
                if grandchild.dep_ == "prep":
                    inner = next((c for c in grandchild.children if c.dep_ == "pobj"), None)
                    if inner is not None:
                        return inner
    return None


def actors_of(doc: Doc, token: Token | None, depth: int = 0) -> tuple[int, ...]:
    """Indices into `doc._.actors` of who is meant by the noun phrase that the token heads, with coordination."""
    if token is None or depth > 4:
        return ()
    found: list[int] = []
    for one in conjuncts(token):
        for index in _actors_of_one(doc, one, depth):
            if index not in found:
                found.append(index)
    return tuple(found)


def names_somebody(doc: Doc, token: Token) -> bool:
    """The noun itself, or what it counts, names an actor: "police", "hundreds of rebels", not "police reports"."""
    counted = prepositional(token, "of") if token.lemma_.lower() in MEASURE or token.pos_ == "NUM" else None
    nouns = [*conjuncts(token), *(conjuncts(counted) if counted is not None else ())]
    return any(tuple(actors_at(doc, noun.i)) for noun in nouns)


def _actors_of_one(doc: Doc, token: Token, depth: int) -> tuple[int, ...]:
    if token.pos_ == "NOUN" and token.lemma_.lower() in load_side_words().munition:
        return ()  # "artillery rounds": a thing, though "artillery" may name a branch of the army
    direct = tuple(actors_at(doc, token.i))
    if direct and token.tag_ == "NNS":
        return tuple(dict.fromkeys((*direct, *others_of(doc, token))))
    if direct:
        return direct
    if token.lemma_.lower() in MEASURE or token.pos_ == "NUM":
        inner = prepositional(token, "of")
        if inner is not None:
            return actors_of(doc, inner, depth + 1)
    return owner(doc, token, depth) if token.pos_ in ("NOUN", "PROPN") else ()


def others_of(doc: Doc, noun: Token) -> Iterator[int]:
    """Of "the ministers of Norland and Sudland" those behind the first state, who makes the actor."""
    first = prepositional(noun, "of")
    for state in list(conjuncts(first))[1:] if first is not None else ():
        yield from (i for i in actors_at(doc, state.i) if doc._.actors[i].kind == "state")


def is_undergone(noun: Token) -> bool:
    """ "The jailing of a reporter", "the ouster of the president": done to who stands behind "of"."""
    lemma = noun.lemma_.lower()
    ing = noun.tag_ == "NN" and noun.lower_.endswith("ing") and lemma not in HELD
    return (ing or lemma in DONE_TO) and prepositional(noun, "of") is not None


def owner(doc: Doc, noun: Token, depth: int = 0) -> tuple[int, ...]:
    """Whose the thing is: "Russia's economy", "the Russian economy", "the act of the commission", "work by Ali"."""
    # Names before pronouns: "its European partners" are Europe's.
    for child in sorted(noun.children, key=lambda child: child.tag_ == "PRP$"):
        before = child.dep_ in ("amod", "compound", "nmod") and child.i < noun.i and child.lower_ not in PRESS
        if child.dep_ == "poss" or before:
            found = tuple(actors_at(doc, child.i))
            if found:
                return found
    if is_undergone(noun) and (of := prepositional(noun, "of")) is not None:
        return actors_of(doc, prepositional(noun, "by") or prepositional(of, "by"), depth + 1)
    for word in OWNING:
        found = actors_of(doc, prepositional(noun, word), depth + 1)
        if found:
            return found
    for child in noun.children:
        if child.dep_ != "acl":
            continue
        if child.lemma_ == "involve":  # "the incident involving Ali"
            return actors_of(doc, next((c for c in child.children if c.dep_ in OBJECT), None), depth + 1)
        if child.lemma_.lower() in load_side_words().light:  # "the march held by students"
            return actors_of(doc, agent(child), depth + 1)
    return ()
