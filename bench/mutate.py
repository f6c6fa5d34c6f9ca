"""Break rules and lines of code at random, and count how many of the breaks the tests notice.

python bench/mutate.py [--rules 10] [--lines 10] [--seed 1]

Each break is made in a copy of the repository; the quick tests run over the copy until one fails, those first that
name the broken module. Prints each break, and the test that noticed it. A break that nobody notices takes as long as
the quick tests.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from toecap.knowledge.ontology import load_ontology

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
SHARED = os.environ.get("TOECAP_SHARED") or str(ROOT.parent / "shared")
TESTS = ["tests/golden", "tests/unit", "tests/contract", "tests/web", "tests/property"]
SWAP = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt}
SWAP |= {ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}

BROKEN = "the tests do not start"

Break = tuple[str, str]  # the file's new text, and what was done


def break_rule(path: Path, chance: random.Random) -> Break:
    """An event rule taken out, its verbs or its nouns, or its code, mode or slots made others."""
    parts = re.split(r"(?m)^(?=\[\[rule\]\])", path.read_text("utf-8"))
    place = chance.randrange(1, len(parts))
    rule = parts[place]
    ways: list[tuple[str, Callable[[str], str]]] = [
        ("taken out", lambda part: ""),
        ("another code of its type", lambda part: _other_code(part, chance)),
        ("no verbs", lambda part: re.sub(r"(?m)^verbs = .*$", "verbs = []", part)),
        ("no nouns", lambda part: re.sub(r"(?m)^nouns = .*$", "nouns = []", part)),
        ("no mode", lambda part: re.sub(r"(?m)^mode = .*\n", "", part)),
        ("no recipient", lambda part: re.sub(r"(?m)^((?:noun_)?recipient) = .*$", r"\1 = []", part)),
    ]
    what, change = chance.choice(ways)
    parts[place] = change(rule)
    name = re.search(r'id = "(.*?)"', rule)
    return (
        ("".join(parts), f"{path.name}: {name.group(1) if name else place}: {what}") if parts[place] != rule else None
    )


def _other_code(rule: str, chance: random.Random) -> str:
    codes = load_ontology().codes
    found = re.search(r'cameo = "(\d+)"', rule)
    alike = sorted(code for code in codes if found and codes[code] == codes[found.group(1)] and code != found.group(1))
    return re.sub(r'cameo = "\d+"', f'cameo = "{chance.choice(alike)}"', rule) if alike else rule


def break_line(path: Path, chance: random.Random) -> Break | None:
    """A comparison turned round, `and` and `or` swapped, a number one more, or nothing returned."""
    code = path.read_text("utf-8")
    tree = ast.parse(code)
    # Within an f-string Python 3.11 does not know where an expression stands.
    inside = {id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in ast.walk(one)}
    found = [node for node in ast.walk(tree) if id(node) not in inside and _breakable(node)]
    if not found:
        return None
    node = chance.choice(found)
    broken = copy.deepcopy(node)
    if isinstance(broken, ast.Compare):
        broken.ops[0] = SWAP[type(broken.ops[0])]()
    elif isinstance(broken, ast.BoolOp):
        broken.op = ast.Or() if isinstance(broken.op, ast.And) else ast.And()
    elif isinstance(broken, ast.IfExp):
        broken.body, broken.orelse = broken.orelse, broken.body
    elif isinstance(broken, ast.Constant):
        broken.value += 1
    elif isinstance(broken, ast.Return):
        broken.value = ast.Constant(None)
    before, after = (ast.unparse(one).splitlines()[0][:100] for one in (node, broken))
    # Columns of the syntax tree are counted in bytes; brackets keep an operator that now binds less in its place.
    lines = [line.encode() for line in code.splitlines(keepends=True)]
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    new = ast.unparse(broken) if isinstance(broken, ast.Return) else f"({ast.unparse(broken)})"
    whole = b"".join(lines)
    text = (whole[:start] + new.encode() + whole[end:]).decode()
    return text, f"{path.relative_to(SOURCE)}:{node.lineno}: `{before}` is now `{after}`"


def _breakable(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in SWAP
    if isinstance(node, ast.Constant):
        return type(node.value) is int
    return isinstance(node, ast.BoolOp | ast.IfExp) or (isinstance(node, ast.Return) and node.value is not None)


def near(path: Path, clone: Path) -> list[str]:
    """The tests of the copy that are likely to notice, the likeliest first.

    Of rules the golden ones; of code those that name the module, those that are called like it or its folder, and those
    that name others of its folder.
    """
    if path.suffix == ".toml":
        return ["tests/golden", "tests/unit/test_event_rules.py"]
    parts = [part for part in path.relative_to(SOURCE).with_suffix("").parts if part != "__init__"]
    module = re.compile(rf"\b{re.escape('.'.join(parts))}\b")
    package = re.compile(rf"\b{re.escape('.'.join(parts[:-1]))}\.\w+ import")
    quick = (clone / folder for folder in TESTS)
    tests = {test: test.read_text("utf-8") for folder in quick for test in sorted(folder.glob("test_*.py"))}
    called = {part.rstrip("s") for part in parts[1:]}
    found = [test for test, text in tests.items() if module.search(text)]
    found += [test for test in tests if called & {word.rstrip("s") for word in test.stem.split("_")[1:]}]
    found += [test for test, text in tests.items() if len(parts) > 2 and package.search(text)]
    return [test.relative_to(clone).as_posix() for test in dict.fromkeys(found)]


def noticed(path: Path, text: str, clone: Path) -> str | None:
    """The first test that fails on the break and not without it, or None."""
    target = clone / path.relative_to(ROOT)
    kept = target.read_text("utf-8")
    target.write_text(text, "utf-8")
    unsound: list[str] = []
    try:
        while failed := first_failure([*near(path, clone), *TESTS, *(f"--deselect={test}" for test in unsound)], clone):
            target.write_text(kept, "utf-8")
            if failed == BROKEN or first_failure([failed], clone) is None:
                return failed
            print(f"    {failed} fails without the break too", flush=True)
            unsound.append(failed)
            target.write_text(text, "utf-8")
    finally:
        target.write_text(kept, "utf-8")
    return None


def first_failure(tests: list[str], clone: Path) -> str | None:
    """The first test that fails in the copy as it is now."""
    env = {**os.environ, "PYTHONPATH": str(clone / "src"), "TOECAP_SHARED": SHARED}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *tests]
    done = subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True)
    if not done.returncode:
        return None
    named = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    return named.group(1) if named else BROKEN


def main() -> None:
    """Break, run, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rules", type=int, default=10)
    parser.add_argument("--lines", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    rules = sorted((SOURCE / "toecap/knowledge/data/rules/events").glob("*.toml"))
    code = sorted((SOURCE / "toecap").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "toecap"
        shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".git", ".venv", "*_cache", ".hypothesis"))
        for what, number, files, change in (
            ("rules", args.rules, rules, break_rule),
            ("lines", args.lines, code, break_line),
        ):
            # A generator for each kind: the number of rules does not choose the lines. A long file is met oftener.
            chance = random.Random(f"{what} {args.seed}")
            sizes = [path.stat().st_size for path in files]
            seen = made = 0
            while made < number:
                (path,) = chance.choices(files, sizes)
                broken = change(path, chance)
                if broken is None or broken[0] == path.read_text("utf-8"):
                    continue
                made += 1
                by = noticed(path, broken[0], clone)
                seen += by is not None
                print(f"{broken[1]}\n    {by or 'NOT NOTICED'}", flush=True)
            print(f"{what}: {seen} of {made} noticed", flush=True)


if __name__ == "__main__":
    main()
