"""Which network addresses the product may connect to on behalf of what a stranger wrote (a URL in a feed, a redirect).

The rule: a name is resolved once, every address it has must be public, and the connection goes to the address checked.
A name with one private address among public ones is an attack (or a broken zone) and is refused whole.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Not private by the IANA registries behind `is_global`, yet they carry an IPv4 address inside and so lead anywhere:
# NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380), IPv4-mapped and IPv4-compatible (RFC 4291), 6to4 relays
# (RFC 7526); and site-local addresses (RFC 3879).
_TUNNELS = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0/96", "::/96", "fec0::/10",
            "192.88.99.0/24",
        ),
    )
)  # fmt: skip


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet: global, unicast, and no tunnel to another address."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == net.version and address in net for net in _TUNNELS)


class AllowList:
    """Private places that an administrator has opened: host names, addresses, `host:port`, networks (CIDR)."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._names: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in entries:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._names.add(entry.lower())

    def covers(self, host: str, port: int, address: Address) -> bool:
        """Whether this host on this port, resolved to this address, is opened."""
        if host.lower() in self._names or f"{host.lower()}:{port}" in self._names:
            return True
        return any(address.version == net.version and address in net for net in self._networks)


def resolve(host: str, port: int) -> list[Address]:
    """All addresses of a host name or literal address, in the order to be tried; raises OSError when there are none.

    The system's resolver is asked, which has no time limit of its own here: its configured one (usually 10 s) holds.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # The scope of a link-local address ("fe80::1%eth0") does not matter: such an address is refused anyway.
    plain = (str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in dict.fromkeys(plain)]
