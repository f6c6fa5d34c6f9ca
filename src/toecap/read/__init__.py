"""Read: anything -> Report. `files.reports(inputs)` yields a report, or the failure that stands in its place.

Nothing is imported here, since `import toecap` imports this.
"""
