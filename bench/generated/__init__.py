"""Records of reports that nobody wrote, for measurements at scale: `bench/generate.py` puts them into a store."""
