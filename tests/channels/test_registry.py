import pytest

from casework.ids import uuid7
from channels import registry
from channels.contracts import CannotReceive, CannotSend, Capabilities, Channel, Outgoing


def test_kinds_are_unique() -> None:
    kinds = [channel.kind for channel in registry.channels()]
    assert sorted(kinds) == sorted(set(kinds))


@pytest.mark.parametrize(
    ("kind", "label"), [("fax", "fax"), ("carrier_pigeon", "carrier pigeon"), ("", "another way")]
)
def test_a_kind_nobody_has_gets_a_label_and_no_abilities(kind: str, label: str) -> None:
    channel = registry.channel(kind)
    assert channel.label == label
    assert channel.known is False
    assert channel.capabilities == Capabilities()
    assert not channel.readiness().ready


def test_two_channels_of_one_kind_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "CHANNELS", ["channels.sms.adapter.Sms"] * 2)
    registry._by_kind.cache_clear()
    try:
        with pytest.raises(registry.KindTwice, match="sms"):
            registry.channels()
    finally:
        registry._by_kind.cache_clear()


def test_a_channel_that_promised_nothing_says_so() -> None:
    silent = Channel()
    with pytest.raises(CannotSend):
        silent.send(Outgoing(delivery_id=uuid7(), to="+447700900123", body="Hello"))
    with pytest.raises(CannotReceive):
        silent.progress(None)  # type: ignore[arg-type]
