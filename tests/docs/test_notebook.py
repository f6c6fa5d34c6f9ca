"""The notebook of the docs runs from top to bottom, in a kernel, and shows what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs/how-to/notebook.ipynb"


class Here(KernelManager):
    """This Python as the kernel, whatever kernels the machine's user has set up."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"])


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each cell of code shows, as HTML."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
            patch.setenv(name, str(folder))
        # A socket in the file system: no port is opened, and none need be free.
        manager = Here(transport="ipc", ip=str(folder / "kernel"))
        NotebookClient(notebook, km=manager, timeout=120).execute()
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    return ["".join(out.data.get("text/html", "") for out in cell.outputs if "data" in out) for cell in cells]


@pytest.mark.slow
def test_the_text_is_shown_with_its_marks(shown: list[str]):
    assert '<span class="event' in shown[0]
    assert "THREATEN" in shown[0]


@pytest.mark.slow
def test_tables_are_shown_as_frames_of_pandas_and_polars(shown: list[str]):
    assert 'class="dataframe"' in shown[1]
    assert "Rosa Quispe" in shown[2]
    assert "predicate" in shown[3]


def test_no_output_is_kept_in_the_file():
    """It would differ with each version, and hold the paths of whoever ran it."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
