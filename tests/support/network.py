"""Keeps the test process off the network: what needs another host must not be needed."""

import ipaddress
import sys
from typing import Any

_LOCAL_NAMES = {None, "", "localhost", b"localhost"}


class OutsideHost(AssertionError):
    """A test reached for a host other than this computer."""


def _is_local(host: Any) -> bool:
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        # A Unix socket's address is a path, not a pair of host and port.
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise OutsideHost(f"a test asked for {host!r}; tests use this computer only")


def stay_on_this_computer() -> None:
    """From now on every look-up of, and connection to, another host raises `OutsideHost` in this process."""
    sys.addaudithook(_watch)
