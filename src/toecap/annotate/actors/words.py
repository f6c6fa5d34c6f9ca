"""A Doc as plain lists: one pass over the tokens, so that the rules after it never touch a Token again."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Words:
    """Columns by token index. `kids` are the syntactic children in order; `ent` the entity label or ''."""

    text: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    kids: list[list[int]]
    ent: list[str]
    sent: list[int]
    paragraph: list[int]
    at: list[int]
    quoted: list[bool]

    def phrase(self, start: int, end: int) -> str:
        """Lower-case words from `start` to `end`, one space between."""
        return " ".join(self.lower[start:end])


def read_words(doc: Doc) -> Words:
    head = [t.head.i for t in doc]
    kids: list[list[int]] = [[] for _ in head]
    for i, h in enumerate(head):
        if h != i:
            kids[h].append(i)
    text = [t.text for t in doc]
    left, right = _edges(head, kids)
    return Words(
        text=text,
        lower=[w.lower().replace("’", "'") for w in text],
        lemma=[t.lemma_.lower() for t in doc],
        tag=[t.tag_ for t in doc],
        dep=[t.dep_ for t in doc],
        head=head,
        left=left,
        right=right,
        kids=kids,
        ent=[t.ent_type_ for t in doc],
        sent=_sentence_numbers(doc),
        paragraph=_paragraph_numbers(text),
        at=[t.idx for t in doc],
        quoted=_quoted(text),
    )


def _edges(head: list[int], kids: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last token of each token's subtree, without recursion: a sentence may be 20,000 words deep."""
    left, right = list(range(len(head))), list(range(len(head)))
    order = [i for i, h in enumerate(head) if h == i]
    for i in order:  # grows while it is read: parents come before their children
        order.extend(kids[i])
    for i in reversed(order):
        h = head[i]
        if left[i] < left[h]:
            left[h] = left[i]
        if right[i] > right[h]:
            right[h] = right[i]
    return left, right


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers, current = [], -1
    for token in doc:
        current += bool(token.is_sent_start) or current < 0
        numbers.append(current)
    return numbers


def _paragraph_numbers(text: list[str]) -> list[int]:
    numbers, current = [], 0
    for word in text:
        numbers.append(current)
        current += "\n" in word
    return numbers


def _quoted(text: list[str]) -> list[bool]:
    """Whether a token stands inside double quotation marks. A new paragraph closes a straight quote left open."""
    inside, out = False, []
    for word in text:
        if word in ("“", "«", "„"):
            inside = True
        elif word in ("”", "»"):
            inside = False
        elif word in ('"', "``", "''"):
            inside = not inside
        elif "\n" in word:
            inside = False
        out.append(inside)
    return out
