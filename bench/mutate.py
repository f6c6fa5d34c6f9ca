"""Break rules and lines of code at random, and count how many of the breaks the tests notice.

python bench/mutate.py [--rules 10] [--lines 10] [--seed 1]

Each break is made in a copy of the repository; the quick tests run over the copy until one fails. Prints each break,
and the test that noticed it. Takes up to two minutes for each that nobody notices.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = "src/toecap"
# The order in which a break is most likely to be noticed soon.
TESTS = ["tests/unit", "tests/golden", "tests/contract", "tests/web", "tests/property"]
SWAP = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt}
SWAP |= {ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}

Break = tuple[str, str]  # the file's new text, and what was done


def break_rule(path: Path, chance: random.Random) -> Break:
    """An event rule taken out, or its code, slots or needs made another."""
    parts = re.split(r"(?m)^(?=\[\[rule\]\])", path.read_text("utf-8"))
    place = chance.randrange(1, len(parts))
    name = re.search(r'id = "(.*?)"', parts[place])
    ways: list[tuple[str, Callable[[str], str]]] = [
        ("taken out", lambda part: ""),
        ("another code", lambda part: re.sub(r'cameo = "\d+"', 'cameo = "010"', part)),
        (
            "fewer words",
            lambda part: re.sub(r"^(verbs|nouns) = \[.*\]$", r"\1 = []", part, count=1, flags=re.MULTILINE),
        ),
    ]
    what, change = chance.choice(ways)
    parts[place] = change(parts[place])
    return "".join(parts), f"{path.name}: {name.group(1) if name else place} {what}"


def break_line(path: Path, chance: random.Random) -> Break | None:
    """A comparison turned round, `and` and `or` swapped, a `not` gone, a number one more, or nothing returned."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [node for node in ast.walk(tree) if _breakable(node)]
    if not found:
        return None
    node = chance.choice(found)
    before = ast.unparse(node)
    if isinstance(node, ast.Compare):
        node.ops[0] = SWAP[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    elif isinstance(node, ast.Constant):
        node.value += 1
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    return ast.unparse(tree), f"{path.relative_to(ROOT)}:{node.lineno}: {before!r} is now {ast.unparse(node)!r}"


def _breakable(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in SWAP
    if isinstance(node, ast.Constant):
        return type(node.value) is int
    return isinstance(node, ast.BoolOp | ast.IfExp) or (isinstance(node, ast.Return) and node.value is not None)


def noticed(path: Path, text: str, copy: Path) -> str | None:
    """The first test that fails on the break, or None."""
    target = copy / path.relative_to(ROOT)
    kept = target.read_text("utf-8")
    target.write_text(text, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(copy / "src"), "TOECAP_SHARED": str(ROOT.parent / "shared")}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *TESTS]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
    target.write_text(kept, "utf-8")
    if not done.returncode:
        return None
    named = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return named.group(1) if named else "the tests do not start"


def main() -> None:
    """Break, run, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rules", type=int, default=10)
    parser.add_argument("--lines", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    rules = sorted((ROOT / SOURCE / "knowledge/data/rules/events").glob("*.toml"))
    code = sorted((ROOT / SOURCE).rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "toecap"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "*_cache", ".hypothesis"))
        for what, number, files, change in (
            ("rules", args.rules, rules, break_rule),
            ("lines", args.lines, code, break_line),
        ):
            seen = made = 0
            while made < number:
                path = chance.choice(files)
                broken = change(path, chance)
                if broken is None or broken[0] == path.read_text("utf-8"):
                    continue
                made += 1
                by = noticed(path, broken[0], copy)
                seen += by is not None
                print(f"{broken[1]}\n    {by or 'NOT NOTICED'}", flush=True)
            print(f"{what}: {seen} of {made} noticed", flush=True)


if __name__ == "__main__":
    main()
