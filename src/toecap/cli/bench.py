"""`toecap bench`: what this machine codes in a second."""

from __future__ import annotations

import dataclasses
import json as as_json
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from toecap.cli.inputs import refuse_options

if TYPE_CHECKING:
    from toecap.run.bench import Bench


def bench(
    # Leading hyphens are allowed, so that what is no option is named as one.
    *inputs: Annotated[str, Parameter(allow_leading_hyphen=True)],
    rounds: Annotated[int, Parameter(help="How often each is measured; the median counts.")] = 5,
    json: Annotated[bool, Parameter(negative=(), help="Print one JSON object.")] = False,
) -> int:
    """Measure this machine: reports a second, by stage, beside spaCy alone, start and memory. One core.

    Parameters
    ----------
    inputs
        Reports to measure with, as for `toecap read`; without, the bundled examples, which are short.
    """
    refuse_options(inputs, "bench")
    from toecap.run.bench import bench as measure

    found = measure(inputs, rounds)
    if json:
        print(as_json.dumps({**dataclasses.asdict(found), "ratio": round(found.ratio, 3)}))
        return 0
    for line in lines(found):
        print(line)
    return 0


def lines(found: Bench) -> list[str]:
    """The measures in words."""
    about = found.machine
    total = sum(found.stages.values())
    return [
        f"{about['processor']}, {about['cores']} cores, {about['system']}; Python {about['python']}",
        f"toecap {about['toecap']}, spaCy {about['spacy']}, {about['model']}",
        f"{found.reports} reports, {found.tokens:,} tokens; median and spread of {found.rounds} rounds, one core",
        "",
        *(
            f"{name:<12}{found.tokens / seconds:>9,.0f} tokens/s{found.reports / seconds:>8.1f} reports/s{spread:>6.0%}"
            for name, seconds, spread in (
                ("toecap", found.toecap, found.spread),
                ("bare spaCy", found.bare, found.bare_spread),
            )
        ),
        f"{'ratio':<12}{found.ratio:>9.2f}",
        "",
        *(
            f"{name:<22}{1e6 * seconds / found.tokens:>7.1f} µs a token{seconds / total:>7.1%}"
            for name, seconds in sorted(found.stages.items(), key=lambda pair: -pair[1])
        ),
        "",
        f"to the first record {sum(found.start.values()):.1f} s: "
        + ", ".join(f"{name} {seconds:.1f}" for name, seconds in found.start.items()),
        f"memory at most {found.memory_mb:,} MB, bare spaCy's model included",
    ]
