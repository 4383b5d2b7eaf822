"""uv is told what the machine's pip is told."""

import pytest

from backoffice.up import install


@pytest.fixture
def pip_says(monkeypatch: pytest.MonkeyPatch):
    def say(*lines: str) -> None:
        class Shown:
            stdout = "\n".join(lines)

        monkeypatch.setattr(install.subprocess, "run", lambda *arguments, **options: Shown)
        for name in install._UV_NAMES.values():
            monkeypatch.delenv(name, raising=False)

    return say


def test_indexes_files_and_certificates_are_carried_over(pip_says) -> None:
    pip_says(
        "global.index-url='https://mirror.example.org/simple'",
        "global.extra-index-url='file:///one/simple file:///two/simple'",
        "global.find-links='/wheels /more'",
        "install.no-index='1'",
    )
    found = install._uv_environment()
    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example.org/simple"
    assert found["UV_INDEX"] == "file:///one/simple file:///two/simple"
    assert found["UV_FIND_LINKS"] == "/wheels,/more"
    assert found["UV_NO_INDEX"] == "1"


def test_a_variable_of_the_environment_outweighs_a_file(pip_says) -> None:
    pip_says(":env:.cert='/new.pem'", "global.cert='/old.pem'")
    assert install._uv_environment()["SSL_CERT_FILE"] == "/new.pem"


def test_what_the_caller_says_to_uv_itself_stands(pip_says, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_says("global.index-url='https://mirror.example.org/simple'")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://chosen.example.org/simple")
    assert install._uv_environment()["UV_DEFAULT_INDEX"] == "https://chosen.example.org/simple"


def test_all_indexes_count_together_as_they_do_for_pip(pip_says) -> None:
    pip_says()
    assert install._uv_environment()["UV_INDEX_STRATEGY"] == "unsafe-best-match"
