"""What `import toecap` gives, and what it does not cost."""

from __future__ import annotations

import resource
import subprocess
import sys


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_import_is_light():
    heavy = ("spacy", "numpy", "pydantic", "rich", "cyclopts")
    assert python(f"import sys, toecap; print([name for name in {heavy} if name in sys.modules])") == "[]"


def test_help_does_not_import_spacy():
    code = "import sys, toecap.cli.commands; print('spacy' in sys.modules or 'numpy' in sys.modules)"
    assert python(code) == "False"


def test_help_takes_less_than_a_third_of_a_second():
    """In time of the processor, the best of five: other work on the machine does not count."""

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert "record" in python("import sys; sys.argv = ['toecap', '--help']; from toecap.cli import main; main()")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(5)) < 0.3


def test_read_stays_a_function_when_its_subpackage_is_imported():
    assert python("import toecap, toecap.read.report, toecap.run.code; print(callable(toecap.read))") == "True"


def test_read_can_be_called_twice():
    import toecap

    for day in ("2031-03-04", "2031-03-05"):
        record = toecap.read("On Tuesday Norway urged Sweden to open the border.", published=day, outlet="The Tarn")
        assert record.report.published == day
        assert record.report.outlet == "The Tarn"
