"""Which addresses of the web may be fetched, and connections to them.

A name is looked up once, and the connection goes to the address that was checked: a server of names
that answers differently the second time gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from rag.errors import PageUnavailable
from rag.messages import Message

_SCHEMES = {"http": 80, "https": 443}
_INTERNET = ipaddress.ip_network("2000::/3")  # the only addresses of IPv6 that are given out
_LONGEST = 2_000  # characters of an address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # the last four bytes are an IPv4 address

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked(url: str) -> SplitResult:
    """The parts of an address; raises PageUnavailable if it is not one of a web page."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise refused(url, "causes.web_address") from error
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST
    named = parts.hostname and parts.username is None and parts.password is None and port != 0
    if parts.scheme not in _SCHEMES or not named or not plain:
        raise refused(url, "causes.web_address")
    return parts


def plain(url: str) -> str:
    """An address without its fragment, with its host in lower case and no port that is implied.

    What is no address is returned as it is.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower().removesuffix(f":{_SCHEMES.get(parts.scheme)}")
    return parts._replace(netloc=host, fragment="").geturl()


def connection(
    url: str, *, allow_private: bool, seconds: float
) -> tuple[http.client.HTTPConnection, SplitResult]:
    """A connection for an address, not yet opened, and its parts.

    Raises PageUnavailable if the name is unknown or leads to a private network, unless that is
    allowed.
    """
    parts = checked(url)
    host, port = parts.hostname or "", parts.port or _SCHEMES[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise refused(url, "causes.web_unknown_host", host=host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(map(is_public, addresses)):
        raise refused(url, "causes.web_private", host=host)
    if parts.scheme == "https":
        return _Secure(host, port, addresses, seconds), parts
    return _Plain(host, port, addresses, seconds), parts


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also through a translated form."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_given_out, _inside(ip)))


def refused(url: str, key: str, **values: object) -> PageUnavailable:
    """The error for a page that is not fetched."""
    return PageUnavailable(path=url, cause=Message(key, **values))


def _is_given_out(ip: Address) -> bool:
    """Whether an address is one that anybody can be given, and of no special use."""
    return ip.is_global and not ip.is_multicast and (ip.version == 4 or ip in _INTERNET)


def _inside(ip: Address) -> list[Address]:
    """What has to be public for an address to be so: it, and the IPv4 addresses in it."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    inner = (ip.sixtofour, *(ip.teredo or ()))
    return [ip, *(each for each in inner if each is not None)]


def _connected(addresses: list[str], port: int, seconds: float) -> socket.socket:
    """A socket to the first of the checked addresses that answers; raises OSError."""
    last: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            last = error
    raise last or OSError("no address")


class _Plain(http.client.HTTPConnection):
    """A connection to checked addresses."""

    def __init__(self, host: str, port: int, addresses: list[str], seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._addresses, self._seconds = addresses, seconds

    def connect(self) -> None:
        """Opens the connection."""
        self.sock = _connected(self._addresses, self.port, self._seconds)


class _Secure(http.client.HTTPSConnection):
    """A connection to checked addresses, whose certificate must be that of the host."""

    def __init__(self, host: str, port: int, addresses: list[str], seconds: float) -> None:
        self._context_of_host = ssl.create_default_context()
        super().__init__(host, port, timeout=seconds, context=self._context_of_host)
        self._addresses, self._seconds = addresses, seconds

    def connect(self) -> None:
        """Opens the connection."""
        raw = _connected(self._addresses, self.port, self._seconds)
        self.sock = self._context_of_host.wrap_socket(raw, server_hostname=self.host)
