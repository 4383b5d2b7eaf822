"""Of the texts on some cases, for each case the one in which the words stand best, with the words marked: 1 statement.

Django says which texts these are and who may see them. To read a text as words is what costs here, so around that is
written what Django cannot say: that each is read so once, and only where a word may stand in it; and that only what was
chosen is marked.
"""

from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from casework.kept_sql import Kept
from casework.services.case_row import SEARCH_CONFIG

# A word in the form that PostgreSQL keeps differs from each form that was written in its last two letters at most ("die",
# "dying"). A text that holds no beginning of one need not be read as words.
# To be marked a text is read once more, so that one which is `alone` on its case is only marked: it has nothing to be
# compared with, and its marks tell that it fits. Of a phrase they do not; its words are marked where they stand apart too.
# The query is a select of its own, so that it is made once and not once a text. Sorting by what a text is puts a contact
# before a note that fits as well.
_BEST: Final = """
WITH asked AS (SELECT to_tsquery(%s, %s) AS words),
beginnings AS (
    SELECT '%%' || lower(unaccent(left(word, -2))) || '%%' FROM unnest(tsvector_to_array(to_tsvector(%s, %s))) AS word
),
texts AS MATERIALIZED (
    SELECT *, (SELECT words::text NOT LIKE '%%<%%' FROM asked) AND count(*) OVER (PARTITION BY case_id) = 1 AS alone
    FROM ({texts}) AS texts (case_id, kind, moment, id, said, {others})
    WHERE lower(unaccent(said)) LIKE ANY (ARRAY(SELECT * FROM beginnings))
),
vectors AS MATERIALIZED (SELECT *, CASE WHEN NOT alone THEN to_tsvector(%s, said) END AS vector FROM texts),
best AS (
    SELECT DISTINCT ON (case_id) * FROM vectors WHERE alone OR vector @@ (SELECT words FROM asked)
    ORDER BY case_id, ts_rank(vector, (SELECT words FROM asked)) DESC, kind, moment DESC, id DESC
),
shown AS MATERIALIZED (SELECT *, ts_headline(%s, said, (SELECT words FROM asked), %s) AS marked FROM best)
SELECT case_id, kind, moment, id, marked, {others} FROM shown
WHERE NOT alone OR strpos(marked, %s) > 0 OR to_tsvector(%s, said) @@ (SELECT words FROM asked)
"""
_SHOWN: Final = (
    "StartSel='{mark}', StopSel='{mark}', MaxWords=35, MinWords=15, ShortWord=0, MaxFragments=2, "
    "FragmentDelimiter=' … '"
)


class Texts(NamedTuple):
    """`rows` are of: case, what it is, when, key, what is said, and `others` to be told with it. What is `wanted`, as
    PostgreSQL asks for these `words`, gets `mark` before and after it.
    """

    rows: QuerySet[Any, Any]
    others: tuple[str, ...]
    wanted: str
    words: str
    mark: str

    def best(self) -> tuple[str, tuple[Any, ...]]:
        texts, given = self.rows.query.sql_with_params()
        # All parts are ours: Django wrote the inner one, and every value stays a parameter.
        sql = _BEST.format(texts=texts, others=", ".join(self.others))
        shown = _SHOWN.format(mark=self.mark)
        asked = (SEARCH_CONFIG, self.wanted, SEARCH_CONFIG, self.words)
        return sql, (*asked, *given, SEARCH_CONFIG, SEARCH_CONFIG, shown, self.mark, SEARCH_CONFIG)


class KeptExcerpts(Kept):
    """Of `Texts`. A row is: case, what it is, when, key, what is said with marks, others."""

    @classmethod
    def at_once(cls, written: Texts) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(*written.best())
            found: list[Any] = cursor.fetchall()
            return found

    def _writing(self, written: Texts, marks: Any) -> Any:
        return marks.planned(*written.best(), self._unused)
