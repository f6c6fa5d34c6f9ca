"""Records <-> disk: tables, commits, what can be asked."""
