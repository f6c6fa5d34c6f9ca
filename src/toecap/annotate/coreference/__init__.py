"""Coreference: pronouns and descriptions, resolved by rules that give their reason, or left open."""

from toecap.annotate.coreference.component import annotate_coreference

__all__ = ["annotate_coreference"]
