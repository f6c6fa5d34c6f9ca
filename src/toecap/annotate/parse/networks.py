"""The network that turns words into vectors, for reading only: spaCy's `HashEmbedCNN` without what training needs.

Three differences from thinc's way, none of which changes what is computed:
- A word's vector before it meets its neighbours hangs on a few of its features alone, so it is kept for the next time.
- A layer works on a few hundred words of one report at once and in place, so that its numbers stay in the processor's
  cache. The pieces of a maxout lie one behind the other, and the greatest is taken of whole rows.
- There the products of matrices come from NumPy's OpenBLAS, three times as fast as thinc's BLIS where the processor has
  AVX-512. With OpenBLAS the last bits of a row hang on its place in the matrix; so only what belongs to one report goes
  through it, or a record could hang on its neighbours. BLIS, which is not like that, computes all that is shared.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.model import Model
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]

# Words whose vectors are kept: 12 MB a network. Of fresh news, nine words in ten are among them.
_MOST_KEPT = 32_768
# Words to a step: a layer's numbers take 1.2 MB.
_STEP = 512
# thinc's layernorm adds it to the variance.
_LEAST_VARIANCE = np.float32(1e-8)
# Odd numbers without pattern, one for each feature of a word; together they make its key.
_MIX = np.random.default_rng(0).integers(1, 2**63, 16, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: weights by row of the window, bias, scale and shift. `pieces` of a maxout lie side by side."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats
    pieces: int

    def apply(self, rows: Floats) -> Floats:
        """The layer's output for each row, from the row and its two neighbours, added to the row."""
        height, width = rows.shape
        window = np.zeros((height, 3 * width), dtype=np.float32)
        window[1:, :width] = rows[:-1]
        window[:, width : 2 * width] = rows
        window[:-1, 2 * width :] = rows[1:]
        product = window @ self.weights
        product += self.bias
        best = np.maximum(product[:, :width], product[:, width : 2 * width])
        for piece in range(2, self.pieces):
            np.maximum(best, product[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / np.float32(width) + _LEAST_VARIANCE
        best *= variance ** np.float32(-0.5)
        best *= self.scale
        best += self.shift
        best += rows
        return best


class Vectors:
    """The vectors of words before they meet their neighbours, by the words' features; those seen are kept."""

    def __init__(self, embed: Any, mix: Any, width: int) -> None:
        self._embed, self._mix = embed, mix
        self._index: dict[int, int] = {}
        self._kept = np.empty((_MOST_KEPT, width), dtype=np.float32)

    def of(self, features: NDArray[np.uint64]) -> Floats:
        """A row for each row of features."""
        keys = (features * _MIX[: features.shape[1]]).sum(axis=1, dtype=np.uint64)
        unique, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        places = self._places(unique.tolist(), features, first)
        if places is None:
            return self._computed(features[first])[inverse]
        return self._kept[places[inverse]]

    def _places(
        self, keys: list[int], features: NDArray[np.uint64], first: NDArray[np.intp]
    ) -> NDArray[np.intp] | None:
        """Where the vector of each key is kept, after those that were not have been computed; None: too many."""
        missing = [at for at, key in enumerate(keys) if key not in self._index]
        if len(keys) > _MOST_KEPT:
            return None
        if len(self._index) + len(missing) > _MOST_KEPT:
            self._index.clear()
            missing = list(range(len(keys)))
        if missing:
            start = len(self._index)
            self._kept[start : start + len(missing)] = self._computed(features[first[missing]])
            self._index.update((keys[at], start + number) for number, at in enumerate(missing))
        return np.fromiter((self._index[key] for key in keys), dtype=np.intp, count=len(keys))

    def _computed(self, features: NDArray[np.uint64]) -> Floats:
        mixed: Floats = self._mix.predict(self._embed.predict(features))
        return mixed


@functools.cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def reading_network(network: Model[Any, Any]) -> Model[Any, Any] | None:
    """A model with the same output as a `HashEmbedCNN`, for reading only; None where `network` is another."""
    parts = _parts(network)
    if parts is None:
        return None
    columns, vectors, layers, pad = parts

    def forward(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:
        if is_train:
            raise NotImplementedError("this network is for reading; train with spaCy's own")
        # One thread: matrices of this size gain nothing from a second one, which would take another worker's time.
        with _controller().limit(limits=1, user_api="blas"):
            return _read(docs, columns, vectors, layers, pad), None

    return Model("toecap.reading_network", forward, dims={"nO": network.get_dim("nO")})


def _read(
    docs: Sequence[Doc], columns: list[int | str], vectors: Vectors, layers: tuple[Layer, ...], pad: int
) -> list[Floats]:
    lengths = [len(doc) for doc in docs]
    found = vectors.of(np.concatenate([doc.to_array(columns) for doc in docs]).astype(np.uint64, copy=False))
    out: list[Floats] = []
    start = 0
    for length in lengths:
        out.append(_convolved(found[start : start + length], layers, pad))
        start += length
    return out


def _convolved(rows: Floats, layers: tuple[Layer, ...], pad: int) -> Floats:
    """The rows of one text after all layers; each step takes `pad` rows more on either side, as layers do."""
    padded = np.zeros((len(rows) + 2 * pad, rows.shape[1]), dtype=np.float32)
    padded[pad : pad + len(rows)] = rows
    out = np.empty_like(rows)
    for start in range(0, len(rows), _STEP):
        end = min(start + _STEP, len(rows))
        step = padded[start : end + 2 * pad]
        for layer in layers:
            step = layer.apply(step)
        out[start:end] = step[pad : pad + end - start]
    return out


def _parts(network: Any) -> tuple[list[int | str], Vectors, tuple[Layer, ...], int] | None:
    """Columns, word vectors, layers and padding of a `HashEmbedCNN`; None where it is not built like one."""
    names = [layer.name.split("(")[0] for layer in network.layers]
    if len(network.layers) != 2 or names[1] != "with_array":
        return None
    embedding, encoding = network.layers
    names = [layer.name.split("(")[0] for layer in embedding.layers]
    if names != ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]:
        return None
    extract, _, embed, mix, _ = embedding.layers
    layers = [_layer(residual) for residual in encoding.layers[0].layers]
    found = tuple(layer for layer in layers if layer is not None)
    pad = encoding.attrs["pad"]
    if not found or len(found) != len(layers) or pad < len(found):
        return None
    vectors = Vectors(embed.layers[0], mix.layers[0], network.get_dim("nO"))
    return extract.attrs["columns"], vectors, found, pad


def _layer(residual: Any) -> Layer | None:
    nodes = {node.name: node for node in residual.walk() if not node.layers}
    if set(nodes) != {"expand_window", "maxout", "layernorm", "dropout"} or nodes["expand_window"].attrs != {
        "window_size": 1
    }:
        return None
    maxout, norm = nodes["maxout"], nodes["layernorm"]
    weights = maxout.get_param("W")  # by output, piece, input
    width, pieces, height = weights.shape
    return Layer(
        weights=np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(height, pieces * width)),
        bias=np.ascontiguousarray(maxout.get_param("b").T.reshape(-1)),
        scale=norm.get_param("G"),
        shift=norm.get_param("b"),
        pieces=pieces,
    )
