"""What this machine codes in a second, stage by stage, beside bare spaCy in the same run."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from toecap.config import settings
from toecap.errors import UsageError
from toecap.read.files import reports
from toecap.records import Report
from toecap.run.code import code
from toecap.version import VERSION

# Reports of the user that are read; more tell nothing more.
MOST = 100


@dataclass(frozen=True, slots=True)
class Bench:
    """Seconds are those of the processor, of one core; each the median of the rounds.

    A spread is that of the rounds' seconds: the greatest less the least, by the median.
    """

    machine: dict[str, str]
    reports: int
    tokens: int
    rounds: int
    toecap: float
    bare: float
    spread: float
    bare_spread: float
    stages: dict[str, float]
    start: dict[str, float]
    memory_mb: int

    @property
    def ratio(self) -> float:
        """Toecap's throughput by that of spaCy alone."""
        return self.bare / self.toecap


def bench(inputs: Sequence[str], rounds: int = 5) -> Bench:
    """Measures on the reports of the inputs, or on the bundled examples, repeated. UsageError where there is none."""
    import toecap.examples

    start = _start()
    found = [one for one in islice(reports(inputs or [str(toecap.examples.path())]), MOST) if isinstance(one, Report)]
    if not found:
        raise UsageError("no-input", "no report could be read; name a file that holds some, or none at all")
    if not inputs:
        found *= 8
    import spacy

    nlp = spacy.load(settings().model)
    texts = [report.text for report in found]
    tokens = sum(len(nlp.make_doc(text)) for text in texts)
    size = settings().batch_size

    def bare() -> None:
        for _ in nlp.pipe(texts, batch_size=size):
            pass

    def whole() -> None:
        for record in code(found):
            json.dumps(record.to_dict(), ensure_ascii=False)

    for work in (bare, whole):  # once for the caches, unmeasured
        work()
    taken: dict[str, list[float]] = {"bare": [], "whole": []}
    stages: list[dict[str, float]] = []
    for _ in range(rounds):
        for name, work in (("bare", bare), ("whole", whole)):
            taken[name].append(_seconds(work))
        stages.append(_stages(found, size))
    return Bench(
        machine=machine(),
        reports=len(found),
        tokens=tokens,
        rounds=rounds,
        toecap=statistics.median(taken["whole"]),
        bare=statistics.median(taken["bare"]),
        spread=_spread(taken["whole"]),
        bare_spread=_spread(taken["bare"]),
        stages={name: statistics.median(one[name] for one in stages) for name in stages[0]},
        start=start,
        memory_mb=_memory(),
    )


def _spread(seconds: Sequence[float]) -> float:
    return (max(seconds) - min(seconds)) / statistics.median(seconds)


def _memory() -> int:
    """Most memory of this process so far, in MB; Linux counts kilobytes, macOS bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1_000_000 if sys.platform == "darwin" else 1_000)


def machine() -> dict[str, str]:
    """What was measured on."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "spacy": metadata.version("spacy"),
        "model": settings().model,
        "toecap": VERSION,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    named = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.processor() or "unknown"


def _start() -> dict[str, float]:
    """Seconds of the processor until the first record: this process's own imports before, and then in order."""
    found = {"imports of the command": time.process_time()}

    def timed(name: str, work: Callable[[], Any]) -> None:
        found[name] = _seconds(work)

    def spacys() -> None:
        import spacy  # noqa: F401

        from toecap.extract import record  # noqa: F401

    def model() -> None:
        from toecap.annotate.pipeline import pipeline

        pipeline()

    def first() -> None:
        from toecap.read.report import make_report

        list(code([make_report("first", "On Tuesday Mr Johnson urged Russia to step back.")]))

    timed("spaCy's modules", spacys)
    timed("the model", model)
    timed("tables and the first report", first)
    return found


def _stages(found: Sequence[Report], size: int) -> dict[str, float]:
    """Seconds of each part of the pipeline, batch by batch, as in a run."""
    from toecap.annotate.pipeline import blank, pipeline
    from toecap.extract.record import record_of

    nlp = pipeline()
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[..., Any], *arguments: Any) -> Any:
        began = time.process_time()
        done = work(*arguments)
        spent[name] = spent.get(name, 0.0) + time.process_time() - began
        return done

    def tokenized(batch: Sequence[Report]) -> list[Any]:
        return [blank(nlp, report) for report in batch]

    def extracted(batch: Sequence[Report], docs: Sequence[Any]) -> list[Any]:
        return [record_of(report, doc) for report, doc in zip(batch, docs, strict=True)]

    def written(records: Iterable[Any]) -> list[str]:
        return [json.dumps(record.to_dict()) for record in records]

    for start in range(0, len(found), size):
        batch = found[start : start + size]
        docs = timed("tokenizer", tokenized, batch)
        for name, pipe in nlp.pipeline:
            docs = timed(name, _applied, pipe, docs, size)
        timed("as JSON", written, timed("extract", extracted, batch, docs))
    return spent


def _applied(pipe: Any, docs: Iterable[Any], size: int) -> list[Any]:
    if hasattr(pipe, "pipe"):
        return list(pipe.pipe(docs, batch_size=size))
    return [pipe(doc) for doc in docs]


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
