"""A case as a PDF: what may be shown of any text, the fonts for it, and setting it in a process of its own. Pure."""
