"""A WARC of generated pages -> reports: memory while it is streamed, pages a second beside trafilatura, damage.

    python bench/warc.py [--pages 20000] [--file FILE]

The pages are made from a seed: every fiftieth record is an image, every hundredth page is in German. Memory is the peak
of this process and of its sandbox, after a tenth of the archive and at its end. The damaged copy has 20 places
overwritten; the last record is cut off.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import trafilatura

from toecap.read.files import Unread, reports

WORDS = (
    "council minister harbour quay vote treaty protest border talks army police court strike budget election port union"
    " embassy parliament province river dam railway ceasefire sanctions envoy governor refugees convoy inquiry"
).split()
GERMAN = "Der Rat der Stadt hat am Montag beschlossen, den Hafen für fremde Schiffe zu schließen."


def sentence(rng: random.Random) -> str:
    a, b, c, d = rng.sample(WORDS, 4)
    day = rng.choice(("Monday", "Tuesday", "Friday"))
    return (
        f"The {a} of the {b} told reporters on {day} that the {c} would not be part of the {d}, and that it was sorry."
    )


def page(number: int, rng: random.Random) -> bytes:
    paragraphs = rng.randint(6, 30)
    german = number % 100 == 0
    body = "".join(
        f"<p>{' '.join(GERMAN if german else sentence(rng) for _ in range(rng.randint(1, 4)))}</p>"
        for _ in range(paragraphs)
    )
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in WORDS)
    related = "".join(f'<div class="related-item"><a href="/{i}">{sentence(rng)}</a></div>' for i in range(8))
    script = f"<script>{'var x = {};' * rng.randint(10, 2000)}</script>"
    head = (
        f"<title>Report {number} | The Tarn</title><meta property='og:site_name' content='The Tarn'>"
        f"<meta property='article:published_time' content='2031-03-{1 + number % 28:02}T10:00:00Z'>"
    )
    return (
        f"<!doctype html><html><head>{head}{script}</head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>Report {number}</h1>{body}</article><aside>{related}</aside><footer>{menu}</footer>"
    ).encode()


def record(number: int, rng: random.Random) -> bytes:
    image = number % 50 == 49
    content = rng.randbytes(5_000) if image else page(number, rng)
    kind = "image/png" if image else "text/html; charset=utf-8"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Target-URI: https://tarn.example.org/{number}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", 1)


def write(path: Path, count: int) -> list[int]:
    """Write the archive; where each record begins."""
    rng, starts = random.Random(7), []
    with path.open("wb") as out:
        for number in range(count):
            starts.append(out.tell())
            out.write(record(number, rng))
    return starts


def peak(pid: str = "self") -> float:
    """The most memory, in MB, that a process has held."""
    status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def children() -> list[str]:
    """The process ids of what this process has started."""
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()


def run(path: Path, count: int) -> tuple[Counter[str], float, list[tuple[int, float, float]]]:
    """What became of the records, the seconds, and the memory on the way."""
    told: Counter[str] = Counter()
    memory: list[tuple[int, float, float]] = []
    start = time.perf_counter()
    for n, item in enumerate(reports([str(path)]), start=1):
        told[item.failure.code if isinstance(item, Unread) else "read"] += 1
        if n % max(1, count // 10) == 0:
            memory.append((n, peak(), max(map(peak, children()), default=0.0)))
    return told, time.perf_counter() - start, memory


def damage(path: Path, starts: list[int]) -> Path:
    raw = bytearray(path.read_bytes())
    rng = random.Random(8)
    for at in rng.sample(starts[1:-1], 20):
        raw[at + 200 : at + 208] = b"\xff" * 8
    hurt = path.with_name("damaged.warc.gz")
    hurt.write_bytes(raw[: starts[-1] + 100])
    return hurt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.warc.gz"
        starts = write(path, a.pages)
        print(f"{a.pages:,} records, {path.stat().st_size / 1e6:.0f} MB")
        told, seconds, memory = run(path, a.pages)
        print(f"whole    {dict(told)}  {told.total() / seconds:.0f} pages/s with sandbox and language")
        for n, own, worker in (memory[0], memory[-1]):
            print(f"         after {n:6,}: {own:.0f} MB, sandbox {worker:.0f} MB")
        told, seconds, _ = run(damage(path, starts), a.pages)
        print(f"damaged  {dict(told)}  (20 places overwritten, the last record cut off)")
        rng = random.Random(7)
        pages = [page(n, rng) for n in range(1, 301)]
        start = time.perf_counter()
        for raw in pages:
            trafilatura.bare_extraction(raw, fast=True, with_metadata=True)
        print(f"trafilatura alone, fast, in this process: {len(pages) / (time.perf_counter() - start):.0f} pages/s")
        print(f"peak of all: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
