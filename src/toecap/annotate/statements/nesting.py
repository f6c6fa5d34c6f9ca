"""Statements told inside others: who keeps the word when "A said B said X"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from toecap.annotate.actors.lookup import actors_at
from toecap.annotate.statements.draft import Draft
from toecap.annotate.statements.sources import own_subject
from toecap.annotate.statements.tokens import Page, cut, phrase
from toecap.knowledge.cues import Cues


def nest(page: Page, drafts: list[Draft], cues: Cues) -> list[Draft]:
    """Whose word it is: "A said B stressed X" is B's, through A; "A said he believed X" stays A's."""
    by_head = {draft.cue_head: draft for draft in drafts if draft.cue_head is not None}
    gone: set[int] = set()
    new: dict[int, Draft] = {}
    for draft in drafts:
        root = _root(page, draft)
        if root is None or draft.cue_head is None or draft.source is None:
            continue
        for child, first in _coordinated(page, draft, root):
            inner = by_head.get(child.i)
            if inner is None or inner.source is None:
                continue
            subject = own_subject(child)
            if subject is None and first:
                continue
            if subject is not None and _stays_outer(page, inner, cues):
                gone.add(child.i)
            elif first and _relays(page, draft.source, cues):
                gone.add(draft.cue_head)
                new[child.i] = replace(new.get(child.i, inner), through=(*draft.through, draft.source))
            elif first and inner.rule.endswith(":clause"):
                new[child.i] = replace(new.get(child.i, inner), through=(*draft.through, draft.source))
            elif first:
                gone.add(child.i)
            else:
                outer = new.get(draft.cue_head, draft)
                new[draft.cue_head] = replace(outer, content=cut(outer.content, phrase(child)) or outer.content)
    return [new.get(d.cue_head if d.cue_head is not None else -1, d) for d in drafts if d.cue_head not in gone]


def _relays(page: Page, source: int, cues: Cues) -> bool:
    """Whether a source passes on what others said, as outlets, offices and spokesmen do: not a person of their own."""
    head = page.doc[source]
    words = {head.lemma_.lower(), *(t.lemma_.lower() for t in head.lefts)}
    if not words.isdisjoint(cues.relays):
        return True
    kinds = {page.doc._.actors[k].kind for k in actors_at(page.doc, source)} if Doc.has_extension("mentions") else set()
    return "person" not in kinds if kinds else head.ent_type_ in ("ORG", "GPE", "FAC", "NORP")


def from_inside(page: Page, draft: Draft, cues: Cues) -> Draft:
    """The marks may hold the inner cue (The office said the minister “stressed the need”): what is in them is his."""
    root = _root(page, draft)
    if root is None or draft.source is None or page.quoted[root.i] < 0 or not cues.verbs.get(root.lemma_.lower()):
        return draft
    subject = own_subject(root) if _relays(page, draft.source, cues) else None
    numbers = {page.quoted[i] for s, e in draft.content for i in range(s, e)} - {-1}
    if subject is None or page.quoted[subject.i] >= 0 or subject.lower_ in cues.inner_pronouns or len(numbers) != 1:
        return draft
    inside = cut(draft.content, (draft.content[0][0], root.i)) if root.i > subject.i else ()
    first = page.range_of(page.quotations[page.quoted[root.i]].pieces[0])[0]
    if not inside or root.i != first:
        return draft
    return replace(draft, content=inside, source=subject.i, through=(*draft.through, draft.source))


def _root(page: Page, draft: Draft) -> Token | None:
    """The verb of what was said, where a clause was said."""
    if draft.cue_head is None or not (draft.rule.endswith(":clause") or draft.rule == "according"):
        return None
    if draft.rule.startswith("noun"):
        return None
    head = page.doc[draft.cue_head]
    if draft.rule == "according":
        root = head.head
        return root if root.pos_ == "VERB" and any(s <= root.i < e for s, e in draft.content) else None
    return next((c for c in head.children if c.dep_ == "ccomp" and any(s <= c.i < e for s, e in draft.content)), None)


def _coordinated(page: Page, draft: Draft, root: Token) -> list[tuple[Token, bool]]:
    """The content's verb (True) and those that stand beside it: its conjuncts and further clauses of the cue."""
    out = [(root, True)]
    out += [(c, False) for c in root.rights if c.dep_ in ("conj", "ccomp") and own_subject(c) is not None]
    if draft.rule != "according" and draft.cue_head is not None:
        out += [(c, False) for c in page.doc[draft.cue_head].children if c.dep_ == "ccomp" and c.i != root.i]
    return [(c, first) for c, first in out if any(start <= c.i < end for start, end in draft.content)]


def _stays_outer(page: Page, inner: Draft, cues: Cues) -> bool:
    source = page.doc[inner.source] if inner.source is not None else None
    return source is None or source.lower_ in cues.inner_pronouns or inner.group in ("belief", "agreeing", "showing")
