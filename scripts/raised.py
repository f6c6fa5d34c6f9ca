"""Every code of an error or failure in the code, read from where it is raised."""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import toecap
from toecap import errors

SOURCE = Path(toecap.__file__).parent
CLASSES = {name for name, value in vars(errors).items() if isinstance(value, type)}
# What is raised with a code alone, and what tells its stage before it.
WITHOUT_STAGE = {name for name in CLASSES if name not in ("InputError", "Failure")}
# Codes that come from another error, from a row that was kept of one, or are the name of a Python exception.
PASSED_ON = {"self.code", "error.code", "answer['code']", "row['code']", "name", "type(error).__name__"}


@dataclass(frozen=True, slots=True)
class Raised:
    """One place that raises: the code (empty where it is another error's), the stage, the message with {...} in it."""

    code: str
    stage: str
    message: str
    place: str


def raised() -> Iterator[Raised]:
    """What every place in the code raises; ValueError where a code cannot be told from the code."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    constants = dict(one for tree in trees.values() for one in _constants(tree))
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
                place = f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}"
                yield from _of_call(node, node.func.id, tree, constants, place)


def _of_call(call: ast.Call, name: str, tree: ast.Module, constants: dict[str, str], place: str) -> Iterator[Raised]:
    if name in WITHOUT_STAGE:
        stage = name.removesuffix("Error").lower()
        code, message = call.args[:2]
    else:
        first, code, message = call.args[:3]
        stage = constants.get(ast.unparse(first), "") if isinstance(first, ast.Name) else _text(first)
    if ast.unparse(code) in PASSED_ON:
        yield Raised("", stage, "", place)
        return
    if ast.unparse(code) == "topic":
        for topic in _topics():
            yield Raised(
                topic,
                stage,
                _said(message, tree, call.lineno).replace("{...}: is {...}", f"{{...}}: is {topic}"),
                place,
            )
        return
    if not isinstance(code, ast.Constant | ast.JoinedStr):
        raise ValueError(f"{place}: what code is {ast.unparse(code)}?")
    yield Raised(_text(code), stage, _said(message, tree, call.lineno), place)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield ast.unparse(node.targets[0]), node.value.value


def _topics() -> list[str]:
    rules = tomllib.loads((SOURCE / "knowledge/data/rules/topics.toml").read_text("utf-8"))
    return [topic["id"] for topic in rules["topic"]]


def _said(message: ast.expr, tree: ast.Module, line: int) -> str:
    """The message; where it has a name, what that name was given last above the line."""
    if isinstance(message, ast.Name):
        given = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == message.id and node.lineno <= line
        ]
        if given:
            message = max(given, key=lambda node: node.lineno).value
    return _text(message)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        text = str(node.value)
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{...}" for part in node.values)
    else:
        text = "{...}"
    return " ".join(textwrap.dedent(text).split())
