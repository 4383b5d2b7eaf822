"""What the first migration sets up in PostgreSQL before the tables: extensions and the search configuration."""

from typing import Final

SEARCH_CONFIGURATION: Final = """
CREATE TEXT SEARCH CONFIGURATION onequeue (COPY = english);
ALTER TEXT SEARCH CONFIGURATION onequeue
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
DROP_SEARCH_CONFIGURATION: Final = "DROP TEXT SEARCH CONFIGURATION IF EXISTS onequeue;"
