import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import packing
from tests.text_battery import TEXTS

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters())),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert packing.unpack(packing.pack({"Body": text})) == {"Body": text}


@given(st.dictionaries(st.sampled_from(["Body", "From", "New"]), JSON))
def test_whatever_is_packed_is_what_a_json_column_takes(value: object) -> None:
    packed = packing.pack(value)
    written = json.dumps(packed, ensure_ascii=False)
    assert "\\u0000" not in written and "\0" not in written
    written.encode("utf-8")
    assert packing.unpack(json.loads(written)) == value


def test_the_fingerprint_forgets_the_order_and_nothing_else() -> None:
    assert packing.fingerprint({"a": "1", "b": "2"}) == packing.fingerprint({"b": "2", "a": "1"})
    assert packing.fingerprint({"a": "1", "b": "2"}) != packing.fingerprint({"a": "12", "b": ""})
