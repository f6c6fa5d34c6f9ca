"""Certainty: did it happen, or was it planned, conditional, only thought of, or denied?

Read from the clause itself (negation, modals, questions), from what governs it ("plans to", "denied that",
"fears of") and, for a noun, from the verb whose subject or object it is. The words are in `certainty.toml`.
"""

from toecap.annotate.certainty.judgement import Judgement, judge

__all__ = ["Judgement", "judge"]
