"""The names of what a CAMEO code stands for: a PLOVER type, and the label of the roots of PLOVER's first version."""

from __future__ import annotations

from toecap.knowledge.ontology import load_ontology

# PLOVER 1 kept one name for each CAMEO root, or for several; its YIELD is RETREAT and CONCEDE in PLOVER 2.
ROOTS = {
    "02": "REQUEST",
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "08": "YIELD",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}
# Where PLOVER moved a code out of its CAMEO root: sanctions are coercion, violent repression and cyber attacks assault.
MOVED = {"163": "COERCE", "175": "ASSAULT", "176": "ASSAULT"}


def root_of(cameo: str) -> str:
    """The root's label, such as YIELD for 084."""
    return MOVED.get(cameo[:3]) or ROOTS[cameo[:2]]


def type_of(cameo: str) -> str:
    """The PLOVER type of the record's contract, such as RETREAT for 084."""
    return load_ontology().codes[cameo]
