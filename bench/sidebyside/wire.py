"""What passes the switch and which director's kernel holds which address, with times.

Packets are taken where they enter the switch, so the port says who sent them and the
kernel says when (CLOCK_REALTIME, ns).  Address changes come from rtnetlink of each
director and are stamped on arrival.
"""

from __future__ import annotations

import ctypes
import errno
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .bed import SWITCH, Bed, inside, port, space

TIMESTAMPS = 35  # SO_TIMESTAMPNS
_ATTACH_FILTER, _FORCE_BUFFER = 26, 33
_PACKET_LEVEL, _STATISTICS = 263, 6
_BUFFER = 256 << 20


@dataclass(frozen=True, slots=True)
class Advert:
    time: int
    node: str
    vrid: int
    priority: int


@dataclass(frozen=True, slots=True)
class Announcement:
    time: int
    node: str
    ip: str


@dataclass(frozen=True, slots=True)
class Holding:
    time: int
    node: str
    ip: str
    held: bool


def when(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, TIMESTAMPS):
            seconds, rest = struct.unpack("=qq", data)
            return seconds * 10**9 + rest
    raise ValueError("a packet without a time stamp")


class Wire:
    """Collects in a thread of its own; `read` turns what came into events."""

    def __init__(self, bed: Bed) -> None:
        self._ports = [(node, _port_socket(port(node))) for node in bed.nodes]
        self._kernels = [(node, _address_socket(node)) for node in bed.nodes]
        self._wake, self._end = socket.socketpair()
        self.clear()
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._end.send(b"x")
        self._thread.join()
        for _, sock in self._ports + self._kernels:
            sock.close()

    def clear(self) -> None:
        self._raw: list[tuple[Callable[[int, str, bytes], None], int, str, bytes]] = []
        self._done = 0
        self.adverts: list[Advert] = []
        self.announcements: list[Announcement] = []
        self.holdings: list[Holding] = []
        self.dropped()

    def dropped(self) -> int:
        """Packets the kernel could not queue for us since the last call."""
        counts = (sock.getsockopt(_PACKET_LEVEL, _STATISTICS, 8) for _, sock in self._ports)
        return sum(struct.unpack("=II", pair)[1] for pair in counts)

    def read(self) -> None:
        while self._done < len(self._raw):
            understand, at, node, data = self._raw[self._done]
            self._done += 1
            understand(at, node, data)

    def wait(self, what: str, until: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            self.read()
            if until():
                return
            if time.monotonic() > end:
                raise TimeoutError(f"no {what} within {seconds:.1f} s")
            time.sleep(0.005)

    def held(self) -> set[tuple[str, str]]:
        now = {(change.node, change.ip): change.held for change in self.holdings}
        return {key for key, is_held in now.items() if is_held}

    def owners(self, vip: str) -> set[str]:
        """Directors that hold the address, as far as changes since `clear` tell."""
        return {node for node, ip in self.held() if ip == vip}

    def _collect(self) -> None:
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        takers: dict[int, Callable[[], None]] = {}
        for sources, how in ((self._ports, self._take_packets), (self._kernels, self._take_changes)):
            for node, sock in sources:
                takers[sock.fileno()] = partial(how, node, sock)
                poll.register(sock, select.POLLIN)
        while True:
            for number, _ in poll.poll():
                if number not in takers:
                    return
                takers[number]()

    def _take_packets(self, node: str, sock: socket.socket) -> None:
        for _ in range(64):  # then it is another director's turn
            try:
                data, ancillary, _, _ = sock.recvmsg(128, 64)
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.ENETDOWN):
                    raise
                return
            self._raw.append((self._on_frame, when(ancillary), node, data))

    def _take_changes(self, node: str, sock: socket.socket) -> None:
        self._raw.append((self._on_change, time.time_ns(), node, sock.recv(65536)))

    def _on_frame(self, at: int, node: str, frame: bytes) -> None:
        kind = frame[12:14]
        if kind == b"\x08\x06":
            if frame[28:32] == frame[38:42]:
                self.announcements.append(Announcement(at, node, socket.inet_ntoa(frame[28:32])))
        elif kind == b"\x08\x00":
            pdu = frame[14 + 4 * (frame[14] & 15) :]
            self.adverts.append(Advert(at, node, pdu[1], pdu[2]))

    def _on_change(self, at: int, node: str, data: bytes) -> None:
        while len(data) >= 16:
            length, kind = struct.unpack_from("=IH", data)
            attributes = data[24:length]
            while len(attributes) >= 4:
                size, name = struct.unpack_from("=HH", attributes)
                if name == 2:  # IFA_LOCAL
                    self.holdings.append(Holding(at, node, socket.inet_ntoa(attributes[4:8]), kind == 20))
                attributes = attributes[(size + 3) & ~3 :]
            data = data[(length + 3) & ~3 :]


def _port_socket(name: str) -> socket.socket:
    code = (ctypes.c_char * len(_FILTER)).from_buffer_copy(_FILTER)
    program = struct.pack("HL", len(_FILTER) // 8, ctypes.addressof(code))
    with inside(SWITCH):
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sock.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)
    sock.setsockopt(socket.SOL_SOCKET, _FORCE_BUFFER, _BUFFER)
    sock.setsockopt(socket.SOL_SOCKET, TIMESTAMPS, 1)
    sock.setblocking(False)
    sock.bind((name, 3))
    return sock


def _address_socket(node: str) -> socket.socket:
    with inside(space(node)):
        sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    sock.setsockopt(socket.SOL_SOCKET, _FORCE_BUFFER, _BUFFER)
    sock.bind((0, 0x10))  # RTMGRP_IPV4_IFADDR
    return sock


def _program(*steps: tuple[int, int, int, int]) -> bytes:
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


# Keeps ARP and VRRP that come in; what leaves the switch was seen where it came in.
_FILTER = _program(
    (0x20, 0, 0, 0xFFFFF004),  # packet type
    (0x15, 6, 0, 4),  # outgoing
    (0x28, 0, 0, 12),  # Ethernet type
    (0x15, 3, 0, 0x0806),
    (0x15, 0, 3, 0x0800),
    (0x30, 0, 0, 23),  # IPv4 protocol
    (0x15, 0, 1, 112),
    (0x06, 0, 0, 0xFFFF),
    (0x06, 0, 0, 0),
)
