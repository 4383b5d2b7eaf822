"""The verbs of the case model: one function each, keyword-only, with an actor or a named job."""
