"""Write docs/performance.md from measurements.

toecap bench REPORTS.jsonl --json > bench.json
python bench/growth.py REPORTS.jsonl --reports 1300 --executor serial process:2 > growth.jsonl
python bench/growth.py REPORTS.jsonl --reports 10000 100000 --offbeat 0.3 >> growth.jsonl
python bench/growth.py REPORTS.jsonl --reports 10000 --offbeat 0.3 --kill >> growth.jsonl
python bench/speed.py REPORTS.jsonl --stock STOCK/bin/python > speed.txt
python bench/instructions.py REPORTS.jsonl --json > instructions.json
python bench/cores.py REPORTS.jsonl --json > cores.json
python scripts/write_performance.py bench.json --growth growth.jsonl --speed speed.txt \\
    --instructions instructions.json --cores cores.json > docs/performance.md
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What the table of costs assumes; change it here.
REPORT_TOKENS = 650  # spaCy's, as in Wikinews; a large model's are about 1.3 times as many
CORE_HOUR = 0.04  # dollars for one virtual core on demand; spot machines cost about a third
API_INPUT, API_OUTPUT = 0.15, 0.60  # dollars a million tokens of a small commercial model
API_PROMPT, API_ANSWER = 2_000, 1_200  # tokens of instructions, and of the record as JSON
GPU_HOUR, GPU_TOKENS = (
    2.50,
    2_500,
)  # dollars an hour of one card; tokens a second that a 7B model writes there in batches
BILLION = 1_000_000_000


def page(
    bench: dict[str, Any],
    growth: list[dict[str, Any]],
    speed: str,
    instructions: dict[str, Any],
    cores: dict[str, Any],
    note: str,
) -> Iterator[str]:
    about = bench["machine"]
    yield "# Performance\n"
    yield "Made by `scripts/write_performance.py`, which names the commands that measure.\n"
    if note:
        yield f"{note}\n"
    yield (
        f"{about['processor']}, {about['cores']} cores; Python {about['python']}, spaCy {about['spacy']}, "
        f"`{about['model']}`. Seconds are those of the processor.\n"
    )
    yield "## One core\n"
    yield f"`toecap bench`: {bench['reports']} reports, {bench['tokens']:,} tokens, {bench['rounds']} rounds.\n"
    yield "| | tokens a second | reports a second | spread |\n| --- | ---: | ---: | ---: |"
    for name, seconds, spread in (
        ("Toecap, text to record", bench["toecap"], bench["spread"]),
        ("spaCy alone", bench["bare"], bench["bare_spread"]),
    ):
        yield f"| {name} | {bench['tokens'] / seconds:,.0f} | {bench['reports'] / seconds:.1f} | {spread:.0%} |"
    yield f"\nRatio {bench['ratio']:.2f}; {bench['memory_mb']:,} MB.\n"
    if speed:
        yield "Beside a stock release of spaCy on the same Python (`bench/speed.py --stock`):\n"
        yield f"```text\n{speed.strip()}\n```\n"
    yield "## Where the time goes\n"
    yield "| stage | microseconds a token | share |\n| --- | ---: | ---: |"
    total = sum(bench["stages"].values())
    for name, seconds in sorted(bench["stages"].items(), key=lambda pair: -pair[1]):
        yield f"| {name} | {1e6 * seconds / bench['tokens']:.1f} | {seconds / total:.1%} |"
    yield "\n[Decision 6](decisions/0006-faster-parse.md) tells how the parse came to cost what it does.\n"
    yield from _instructions(instructions)
    yield "## The first record\n"
    yield "Processor seconds of a fresh process, by what they go into:\n"
    yield "| | seconds |\n| --- | ---: |"
    for name, seconds in bench["start"].items():
        yield f"| {name} | {seconds:.2f} |"
    yield f"| together | {sum(bench['start'].values()):.2f} |\n"
    yield from _growth(growth)
    yield from _cores(growth, sum(bench["start"].values()), cores)
    yield from _costs(bench["toecap"] / bench["tokens"] * REPORT_TOKENS)


def _growth(growth: list[dict[str, Any]]) -> Iterator[str]:
    if not growth:
        return
    yield "## How it grows\n"
    yield (
        "`bench/growth.py`: a store built from N different reports with `toecap build`, of which so large a share are "
        "made ones without politics, as the first look meets them in an archive.\n"
    )
    yield (
        "| reports | without politics | `--executor` | seconds | processor seconds | reports a second | "
        "of that linking, seconds | most memory, MB | store, MB |\n"
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    for row in growth:
        yield (
            f"| {row['reports']:,} | {row['offbeat']:.0%} | {row['executor']} | {row['seconds']:,.0f} | "
            f"{row['processor_seconds']:,.0f} | {row['reports_a_second']:.1f} | {row['linking_seconds']:,.0f} | "
            f"{row['most_memory_mb']:,} | {row['store_mb']:,} |"
        )
    for row in growth:
        if "kept" in row:
            yield (
                f"\nThe run of {row['reports']:,} with {row['executor']} was killed with SIGKILL after "
                f"{row['killed_after']:,.0f} s, with {row['kept']:,} in the store, and run again: "
                f"{row['there']:,} in the end, {row['twice']} twice."
            )
    yield ""


def _instructions(found: dict[str, Any]) -> Iterator[str]:
    if not found:
        return
    yield "## Instructions\n"
    yield (
        f"What other programs on the machine do not change: `bench/instructions.py`, {found['reports']} reports, "
        f"{found['tokens']:,} tokens, caches full.\n"
    )
    yield "| part | instructions a token |\n| --- | ---: |"
    for name, count in found["parts"].items():
        yield f"| {name} | {count / found['tokens']:,.0f} |"
    yield f"| together | {sum(found['parts'].values()) / found['tokens']:,.0f} |\n"


def _cores(growth: list[dict[str, Any]], start: float, cores: dict[str, Any]) -> Iterator[str]:
    """Speed-ups of `process:N` over serial, beside what the parts that are not divided allow (Amdahl's law)."""
    serial = {(row["reports"], row["offbeat"]): row for row in growth if row["executor"] == "serial"}
    rows = [
        (row, serial[row["reports"], row["offbeat"]], int(row["executor"].partition(":")[2]))
        for row in growth
        if row["executor"].startswith("process:") and (row["reports"], row["offbeat"]) in serial and "kept" not in row
    ]
    if not rows:
        return
    yield "## All cores\n"
    yield (
        f"Start-up ({start:.1f} s) and linking are not divided among the workers; at most is what they leave "
        "(Amdahl's law), with memory and clock of one core for each.\n"
    )
    yield "| reports | workers | times as fast as serial | at most |\n| ---: | ---: | ---: | ---: |"
    for row, alone, workers in rows:
        whole = start + row["linking_seconds"]
        most = alone["seconds"] / (whole + (alone["seconds"] - whole) / workers)
        yield f"| {row['reports']:,} | {workers} | {alone['seconds'] / row['seconds']:.2f} | {most:.2f} |"
    yield ""
    if cores:
        yield (
            f"The machine's own limit: {cores['processes']} processes of bare spaCy at once do "
            f"{cores['times']:.2f} times the work of one (`bench/cores.py`).\n"
        )


def _costs(seconds: float) -> Iterator[str]:
    hours = BILLION * seconds / 3600
    api = BILLION * ((REPORT_TOKENS * 1.3 + API_PROMPT) * API_INPUT + API_ANSWER * API_OUTPUT) / 1e6
    cards = BILLION * API_ANSWER / GPU_TOKENS / 3600
    yield "## A billion reports\n"
    yield (
        f"Reckoned, not run: the rate above, {REPORT_TOKENS} tokens a report, ${CORE_HOUR} a core-hour; "
        "coding alone, without reading, storing and linking.\n"
    )
    yield "| | hours | dollars |\n| --- | ---: | ---: |"
    yield f"| Toecap | {hours:,.0f} of a core | {hours * CORE_HOUR:,.0f} |"
    yield f"| a small commercial model, by token | - | {api:,.0f} |"
    yield f"| a 7B model on cards of one's own | {cards:,.0f} of a card | {cards * GPU_HOUR:,.0f} |\n"
    yield (
        f"The models: {API_PROMPT:,} tokens of instructions and {API_ANSWER:,} of answer a report; ${API_INPUT} and "
        f"${API_OUTPUT} a million tokens in and out; {GPU_TOKENS:,} tokens a second written by a card at "
        f"${GPU_HOUR:.2f} an hour. These are assumptions, written at the head of the script; put in your own."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--growth", type=Path)
    parser.add_argument("--speed", type=Path)
    parser.add_argument("--instructions", type=Path)
    parser.add_argument("--cores", type=Path)
    parser.add_argument("--note", default="", help="a sentence on how the machine was when it was measured")
    args = parser.parse_args()
    lines = args.growth.read_text().splitlines() if args.growth else []
    growth = [json.loads(line) for line in lines if line.startswith("{")]
    speed = args.speed.read_text() if args.speed else ""
    instructions, cores = (json.loads(path.read_text()) if path else {} for path in (args.instructions, args.cores))
    bench = json.loads(args.bench.read_text())
    print("\n".join(page(bench, growth, speed, instructions, cores, args.note)))


if __name__ == "__main__":
    main()
