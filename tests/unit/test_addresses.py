"""Only public addresses are asked, however they are written."""

from __future__ import annotations

import socket

import pytest

from toecap.errors import FetchError
from toecap.read.addresses import own_addresses, public_addresses, why_refused

REFUSED = """127.0.0.1 127.255.0.1 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
 100.64.0.1 100.100.100.200 168.63.129.16 192.0.0.192 198.18.0.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
 ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
 64:ff9b:1::808:808 2002:7f00:1:: 2002:808:808:: 2001::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1
 2001:db8::1 2a00::5efe:7f00:1 localhost 127.1""".split()
PUBLIC = "8.8.8.8 172.32.0.1 100.128.0.1 169.253.0.1 2606:2800:220:1::1 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", REFUSED)
def test_no_address_within_a_network_is_public(address):
    assert why_refused(address) is not None


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address):
    assert why_refused(address) is None


def resolves_to(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)


def test_a_host_has_each_of_its_addresses_once(monkeypatch):
    resolves_to(monkeypatch, "8.8.8.8", "8.8.8.8", "9.9.9.9")
    assert public_addresses("dns.example.org", 80) == ["8.8.8.8", "9.9.9.9"]


def test_one_address_that_is_not_public_is_one_too_many(monkeypatch):
    resolves_to(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(FetchError, match=r"10\.0\.0\.1 is a private address") as raised:
        public_addresses("rebinding.example.org", 80)
    assert (raised.value.code, raised.value.passing) == ("address-refused", False)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "fd12::1", "8.8.8.8"])
def test_the_network_around_passes_where_that_is_asked_for(monkeypatch, address):
    resolves_to(monkeypatch, address)
    assert own_addresses("near.example.org", 80) == [address]


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "::ffff:7f00:1"])
def test_but_no_cloud_and_no_odd_form_of_it(monkeypatch, address):
    resolves_to(monkeypatch, address)
    with pytest.raises(FetchError):
        own_addresses("near.example.org", 80)


@pytest.mark.parametrize("written", ["127.1", "2130706433", "0x7f000001", "017700000001", "localhost"])
@pytest.mark.enable_socket
def test_other_ways_to_write_this_machine(written):
    with pytest.raises(FetchError) as raised:
        public_addresses(written, 80)
    assert raised.value.code == "address-refused"
