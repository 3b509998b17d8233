"""The test bed: a switch, director namespaces and a client, all made here.

    kcb-n1 --eth0-- n1p0 [              ]
    kcb-n2 --eth0-- n2p0 [ br0, kcb-sw  ] cp0 --eth0-- kcb-c

A second line (`lines=2`) is br1 and eth1, without the client.  Needs root.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SWITCH, CLIENT = "kcb-sw", "c"
LOCK = "/run/lock/keepalive-console-bench"

_NEW_NETWORK = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def space(node: str) -> str:
    return f"kcb-{node}"


def port(node: str, line: int = 0) -> str:
    """The switch's end of a director's cable."""
    return f"{node}p{line}"


def address(node: str, line: int = 0) -> str:
    return f"10.{line}.0.{200 if node == CLIENT else int(node[1:])}"


def virtual_address(index: int) -> str:
    """Virtual address number `index` (0 and up), in line 0's 10.0.0.0/16."""
    return f"10.0.{1 + index // 250}.{1 + index % 250}"


def ip(command: str) -> str:
    return subprocess.run(["ip", *command.split()], check=True, capture_output=True, text=True).stdout


def _enter(descriptor: int) -> None:
    if _libc.setns(descriptor, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


@contextmanager
def inside(name: str) -> Iterator[None]:
    """The calling thread is in a namespace; a socket made there stays there."""
    here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{name}", os.O_RDONLY)
    try:
        _enter(there)
        yield
    finally:
        _enter(here)
        os.close(here)
        os.close(there)


class Bed:
    def __init__(self, nodes: int = 2, lines: int = 1) -> None:
        self.nodes = [f"n{i + 1}" for i in range(nodes)]
        self._lines = range(lines)

    def __enter__(self) -> Bed:
        self._lock = open(LOCK, "w")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # names are machine-wide
        self._remove()
        for name in self._spaces():
            ip(f"netns add {name}")
            ip(f"-n {name} link set lo up")
        for line in self._lines:
            ip(f"-n {SWITCH} link add br{line} type bridge mcast_snooping 0")
            ip(f"-n {SWITCH} link set br{line} up")
            for node in self.nodes + ([CLIENT] if line == 0 else []):
                self._cable(node, line)
        with inside(SWITCH):
            self._control = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()
        self._remove()
        self._lock.close()

    def tidy(self) -> None:
        """All cables plugged and forwarding, no virtual address left, no ARP memory."""
        for node in self.nodes:
            for line in self._lines:
                self.carrier(node, True, line)
                self.forwarding(node, True, line)
            ip(f"-n {space(node)} addr flush dev eth0")
            ip(f"-n {space(node)} addr add {address(node)}/16 dev eth0")
        ip(f"-n {space(CLIENT)} neigh flush all")

    def carrier(self, node: str, on: bool, line: int = 0) -> None:
        """Pulls or plugs a cable: the director sees its carrier go."""
        self._change(0, node, line, int(on), 1, b"")

    def forwarding(self, node: str, on: bool, line: int = 0) -> None:
        """Breaks or mends the path inside the switch: the director sees nothing."""
        state = struct.pack("=HHB3x", 5, 1, 3 if on else 0)
        nested = struct.pack("=HH", 4 + len(state), 12 | 0x8000) + state
        self._change(socket.AF_BRIDGE, node, line, 0, 0, nested)

    def _change(self, family: int, node: str, line: int, flags: int, mask: int, rest: bytes) -> None:
        with inside(SWITCH):
            index = socket.if_nametoindex(port(node, line))
        body = struct.pack("=BxHiII", family, 0, index, flags, mask) + rest
        set_link, request_with_answer = 19, 5
        self._control.send(struct.pack("=IHHII", 16 + len(body), set_link, request_with_answer, 1, 0) + body)
        error = -struct.unpack_from("=i", self._control.recv(65536), 16)[0]
        # A port without a carrier has no forwarding state to set.
        if error not in (0, errno.ENETDOWN):
            raise OSError(error, f"{port(node, line)}: {os.strerror(error)}")

    def _cable(self, node: str, line: int) -> None:
        end, near = port(node, line), f"eth{line}"
        ip(f"-n {SWITCH} link add {end} type veth peer name {near} netns {space(node)}")
        ip(f"-n {SWITCH} link set {end} master br{line} up")
        ip(f"-n {space(node)} addr add {address(node, line)}/16 dev {near}")
        ip(f"-n {space(node)} link set {near} up")

    def _spaces(self) -> list[str]:
        return [SWITCH, *map(space, [*self.nodes, CLIENT])]

    def _remove(self) -> None:
        present = {line.split()[0] for line in ip("netns list").splitlines() if line}
        for name in present.intersection(self._spaces()):
            ip(f"netns del {name}")
