"""Which addresses are public, and what an administrator can open."""

from __future__ import annotations

import ipaddress

import pytest

from kentongan.engine.net.address import AllowList, is_public, resolve


@pytest.mark.parametrize("text", ["8.8.8.8", "103.10.66.1", "2001:4860:4860::8888", "2606:4700::1111"])
def test_public_addresses(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1",
        "192.168.1.1",
        "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::127.0.0.1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
        "2002:808:808::1", "fc00::1",
        "fe80::1",
        "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_refused_addresses(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


def test_an_allow_list_opens_what_it_names_and_no_more() -> None:
    allowed = AllowList({"arsip.kantor.lan", "replay.lan:8801", "10.5.0.0/16", "192.168.1.7"})
    ten = ipaddress.ip_address("10.5.3.1")
    other = ipaddress.ip_address("10.6.3.1")
    assert allowed.covers("x", 80, ten)
    assert not allowed.covers("x", 80, other)
    assert allowed.covers("ARSIP.kantor.lan", 80, other)
    assert allowed.covers("replay.lan", 8801, other)
    assert not allowed.covers("replay.lan", 80, other)
    assert allowed.covers("y", 80, ipaddress.ip_address("192.168.1.7"))
    assert not allowed.covers("y", 80, ipaddress.ip_address("::1"))


@pytest.mark.parametrize("spelling", ["127.0.0.1", "2130706433", "0x7f000001", "127.1"])
def test_odd_spellings_resolve_to_what_they_mean(spelling: str) -> None:
    assert resolve(spelling, 80) == [ipaddress.ip_address("127.0.0.1")]
