"""Words are looked for once a process, and come out as Django's catalogues have them."""

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, ngettext, override, trans_real

LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_again_is_not_looked_for(language: str) -> None:
    catalogue: Any = trans_real.translation(language)
    with override(language):
        gettext("Restricted")
        before = catalogue.gettext.cache_info()
        assert gettext("Restricted") == str(gettext_lazy("Restricted")) == catalogue.gettext("Restricted")
    after = catalogue.gettext.cache_info()
    assert (after.hits - before.hits, after.misses - before.misses) == (3, 0)


def test_each_language_has_its_own() -> None:
    found = set()
    for language in LANGUAGES * 2:
        with override(language):
            found.add((language, gettext("Restricted"), ngettext("%(count)s case", "%(count)s cases", 2)))
    assert len(found) == len(LANGUAGES) == len({words for _, words, _ in found})


def test_what_no_catalogue_has_stays_as_it_is() -> None:
    with override("cy"):
        assert gettext("Zymurgy quokka") == gettext("Zymurgy quokka") == "Zymurgy quokka"
