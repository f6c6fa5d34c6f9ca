"""The relation model: which CAMEO code ties source to target, with its probability.

The file is made by training/relations/train.py; docs/decisions tells why it is as it is.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toecap.relate.labels import root_of
from toecap.relate.marks import Marked, Tokenizer, encoded
from toecap.relate.pairs import Pair

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


@dataclass(frozen=True, slots=True)
class Guess:
    """`cameo` is the likeliest code of `root`; `confidence` is the probability of the root, all its codes together.

    `rule` names what spoke: the model, or an event rule with its own confidence.
    """

    root: str
    cameo: str
    confidence: float
    rule: str = "model"


@dataclass(frozen=True)
class Model:
    """The session, the tokenizer, and the codes in the order of the session's numbers."""

    session: InferenceSession
    tokenizer: Tokenizer
    codes: tuple[str, ...]


@functools.cache
def load_model() -> Model:
    """The model of the package, read once; on one thread, so that runs side by side do not fight."""
    import onnxruntime
    import tokenizers

    folder = importlib.resources.files("toecap.relate").joinpath("model")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        folder.joinpath("relations.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = tokenizers.Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
    codes = session.get_modelmeta().custom_metadata_map["codes"].split()
    return Model(session, tokenizer, tuple(codes))


def guess(pair: Pair) -> Guess:
    """The model's answer. One pair a run: int8 arithmetic scales a batch as a whole, so a neighbour would change it."""
    model = load_model()
    item = encoded(model.tokenizer, pair.sentence, pair.source, pair.target)
    return _best(model.codes, model.session.run(["codes"], _arrays(item))[0][0])


def _arrays(item: Marked) -> dict[str, Any]:
    ids = np.array([item.ids], dtype=np.int64)
    places = {"source": item.source, "target": item.target}
    return {"ids": ids, "mask": np.ones_like(ids), **{name: np.array([at]) for name, at in places.items()}}


def _best(codes: Sequence[str], row: Any) -> Guess:
    sums: dict[str, float] = {}
    for code, probability in zip(codes, row.tolist(), strict=True):
        sums[root_of(code)] = sums.get(root_of(code), 0.0) + probability
    root = max(sums, key=lambda name: sums[name])
    code = max((c for c in codes if root_of(c) == root), key=lambda c: float(row[codes.index(c)]))
    return Guess(root, code, round(sums[root], 3))
