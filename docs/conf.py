"""Sphinx settings: `make docs` builds these pages without a network; a warning is an error."""

import toecap

project = "Toecap"
author = "The Toecap authors"
release = toecap.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Toecap"
html_static_path: list[str] = []
# Furo would name fonts and scripts of its own only; nothing is loaded from elsewhere.
html_copy_source = False
myst_heading_anchors = 4
autodoc_typehints = "description"
autodoc_member_order = "bysource"
nitpicky = False
suppress_warnings = ["myst.xref_missing"]
