"""Charts in Vega-Lite: the same for pages, notebooks and files."""
