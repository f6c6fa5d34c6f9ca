"""Imported by the server process from which workers are forked: model and tables are loaded before, and shared."""

import contextlib
import gc

from toecap.errors import ToecapError
from toecap.read.report import make_report
from toecap.run.executors import code_batch

# Where the model or a table cannot be loaded, the first batch says so.
with contextlib.suppress(ToecapError):
    code_batch((make_report("first", "Peru’s president met the Ecuadorian foreign minister in Quito on Tuesday."),))
# The collector writes into what it looks at; what is loaded now stays untouched, and so shared.
gc.freeze()
