"""The sandbox: a page that hangs, explodes or crashes costs itself alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from toecap.errors import InputError
from toecap.read.sandbox import Sandbox, sandbox

GOOD = b"<p>The council of Port Elan voted on Monday to close the northern quay to all warships.</p>"
PATCHED = """from toecap.read import pages as p; real = p.pages_of
{}
p.pages_of = bad
from toecap.read.sandbox import serve; serve()"""
HANGS = PATCHED.format("def bad(raw, *a):\n  while b'evil' in raw: pass\n  return real(raw, *a)")
EATS = PATCHED.format(
    "def bad(raw, *a):\n  x = [bytearray(1 << 30) for _ in range(9 * (b'evil' in raw))]\n  return real(raw, *a)"
)
DIES = PATCHED.format("import os\ndef bad(raw, *a):\n  b'evil' in raw and os.abort()\n  return real(raw, *a)")
TALKS = PATCHED.format("def bad(raw, *a):\n  print('noise'); return real(raw, *a)")


@pytest.fixture
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    program = getattr(request, "param", "from toecap.read.sandbox import serve; serve()")
    # Only a page that hangs meets its deadline; the others have time, however busy the machine.
    sandbox = Sandbox(6 if program == HANGS else 60, 1_500, program)
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize(
    ("box", "code"), [(HANGS, "page-hangs"), (EATS, "page-memory"), (DIES, "page-crash")], indirect=["box"]
)
def test_a_page_that_breaks_the_worker_is_a_failure_and_the_next_is_read(box, code):
    with pytest.raises(InputError) as raised:
        box.pages("page", b"<p>evil</p>")
    assert raised.value.code == code
    assert box.pages("page", GOOD)[0].text.startswith("The council")


@pytest.mark.parametrize("box", [TALKS], indirect=True)
def test_what_a_library_prints_is_no_answer(box):
    assert box.pages("page", GOOD)[0].text.startswith("The council")


def test_a_forked_process_has_a_sandbox_of_its_own(monkeypatch):
    of_this_process = sandbox()
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert sandbox() is not of_this_process


HOSTILE = {
    "a million nested tags": b"<div>" * 1_000_000 + b"x",
    "a million open links": b"<a><b>" * 500_000,
    "one tag of 20 MB": b"<p " + b"a=1 " * 5_000_000,
    "entities in entities": b'<!DOCTYPE l [<!ENTITY a "aaaa">' + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (c + 1, c, c, c, c) for c in range(97, 117)
    ) + b"]><rss><channel><title>&u;</title></channel></rss>",
    "deep JSON": b'<script type="application/ld+json">' + b"[" * 1_000_000 + b"</script>",
    "NUL bytes": b"\0" * 1_000_000 + b"<p>x</p>",
    "no end of attributes": b'<p class="' + b"related-" * 2_000_000 + b'">x</p>',
    "a table of cells": b"<table>" + b"<tr><td>x" * 200_000,
    "invalid UTF-8": bytes(range(128, 256)) * 50_000,
    "one long word": b"<p>" + b"x" * 10_000_000,
    "external entity": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["page", "feed"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gives_pages_or_an_input_error(box, kind, name):
    try:
        found = box.pages(kind, HOSTILE[name])
    except InputError:
        found = []
    assert all("root:" not in (page.title or "") + page.text for page in found)
    assert box.pages("page", GOOD)
