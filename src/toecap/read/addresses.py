"""Which hosts may be asked: names are resolved here once, and only public addresses come out."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from toecap.errors import FetchError

# Clouds answer their own machines at these; most others of the kind are link-local or private anyhow.
METADATA = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "fd00:ec2::/32")))
# This machine, and what networks at home and at work are made of (RFC 1918, RFC 4193).
NEAR = tuple(map(ip_network, ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8")))
# An IPv4 address is in the last 32 bits of these. Where a network reaches IPv4 in no other way (NAT64, RFC 6052), a
# public one is as good as itself.
NAT64 = ip_network("64:ff9b::/96")
GLOBAL = ip_network("2000::/3")
# Tunnels within it, 6to4 and Teredo: what they lead to is not seen from the address.
TUNNELS = tuple(map(ip_network, ("2002::/16", "2001::/32")))
# ISATAP: the second half of an address begins with one of these, then comes an IPv4 address.
ISATAP = (0x00005EFE, 0x02005EFE)


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, each of them public; FetchError where there is none, or one is not."""
    return _addresses(host, port, why_refused)


def own_addresses(host: str, port: int) -> list[str]:
    """As `public_addresses`, and this machine and the private network around it: for one's own servers."""
    return _addresses(host, port, lambda address: None if _is_near(address) else why_refused(address))


def _addresses(host: str, port: int, why_not: Callable[[str], str | None]) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "the name is no name of a host"
        raise FetchError("no-host", f"{host}: has no address ({why}); check the name", passing=True) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        # One address that is not public among others is how a hostile name points into a network: none is taken.
        if why := why_not(address):
            raise FetchError(
                "address-refused", f"{host}: {address} is {why}; only public addresses are asked, remove it"
            )
    return addresses


def _is_near(address: str) -> bool:
    read = ip_address(address.partition("%")[0])
    return any(read in network for network in NEAR) and not any(read in network for network in METADATA)


def why_refused(address: str) -> str | None:
    """Why nothing is asked of an address; None where it is public."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped is None and read not in NAT64:
            return _why_refused_6(read)
        read = IPv4Address(int(read) & 0xFFFFFFFF)
    if any(read in network for network in METADATA):
        return "a cloud's own address"
    return _why_special(read)


def _why_refused_6(address: IPv6Address) -> str | None:
    if any(address in network for network in TUNNELS) or (int(address) >> 32 & 0xFFFFFFFF) in ISATAP:
        return "a tunnel's address"
    return _why_special(address) or (None if address in GLOBAL else "no public address")


def _why_special(address: IPv4Address | IPv6Address) -> str | None:
    for kind in ("unspecified", "loopback", "link_local", "multicast", "reserved"):
        if getattr(address, f"is_{kind}"):
            return f"of the {kind.replace('_', '-')} kind"
    return None if address.is_global else "a private address"
