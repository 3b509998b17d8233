"""A client that sends one packet a millisecond, what answers it, and a flood."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import select
import socket
import struct
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from .bed import CLIENT, Bed, inside, space
from .wire import TIMESTAMPS, when

PERIOD_NS = 1_000_000
_PORT, _PKTINFO = 7, 8
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Probe:
    sent: int
    answered: int | None = None
    node: str | None = None


def _go_first() -> None:
    """The instruments must not wait behind what they measure."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(40))
    ctypes.CDLL(None).prctl(29, 1)  # PR_SET_TIMERSLACK


class Echo:
    """Answers on every address of every director, from the address asked, with its name."""

    def __init__(self, bed: Bed) -> None:
        self._process = _fork.Process(target=_echo, args=(bed.nodes,), daemon=True)
        self._process.start()

    def close(self) -> None:
        self._process.kill()
        self._process.join()


class Client:
    """Asks one virtual address each millisecond until `finish`."""

    def __init__(self, vip: str) -> None:
        self._pipe, theirs = _fork.Pipe()
        self._last = _fork.RawValue(ctypes.c_longlong, 0)
        self._process = _fork.Process(target=_ask, args=(theirs, vip, self._last), daemon=True)
        self._process.start()

    def last_answer(self) -> int:
        return self._last.value

    def finish(self) -> list[Probe]:
        self._pipe.send(None)
        probes = [Probe(*fields) for fields in self._pipe.recv()]
        self._process.join()
        return probes


class Sleeper:
    """An ordinary process that only sleeps: how late the machine itself is."""

    def __init__(self, period_ms: float) -> None:
        self._pipe, theirs = _fork.Pipe()
        self._process = _fork.Process(target=_sleep, args=(theirs, period_ms / 1000), daemon=True)
        self._process.start()

    def finish(self) -> list[float]:
        """How late each waking was, ms, in rising order."""
        self._pipe.send(None)
        late: list[float] = self._pipe.recv()
        self._process.join()
        return late


class Flood:
    """Hostile adverts from the client's port: `kind` says which; as fast as asked."""

    def __init__(self, datagram: bytes, per_second: int) -> None:
        self._pipe, theirs = _fork.Pipe()
        self._process = _fork.Process(target=_flood, args=(theirs, datagram, per_second), daemon=True)
        self._process.start()

    def finish(self) -> int:
        """How many were sent."""
        self._pipe.send(None)
        sent: int = self._pipe.recv()
        self._process.join()
        return sent


def lost(probes: list[Probe]) -> int:
    return sum(probe.answered is None for probe in probes)


def longest_gap_ms(probes: list[Probe]) -> float:
    """Longest time, by sending, between two answered probes, less one period."""
    answered = [probe.sent for probe in probes if probe.answered is not None]
    gap = max((b - a for a, b in zip(answered, answered[1:])), default=0)
    return max(0.0, (gap - PERIOD_NS) / 1e6)


def _sleep(pipe: Connection, period: float) -> None:
    late = []
    while not pipe.poll():
        start = time.monotonic()
        time.sleep(period)
        late.append((time.monotonic() - start - period) * 1000)
    pipe.send(sorted(late))
    pipe.close()
    os._exit(0)


def _flood(pipe: Connection, datagram: bytes, per_second: int) -> None:
    with inside(space(CLIENT)):
        sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    begin, sent = time.monotonic(), 0
    while not pipe.poll():
        due = int((time.monotonic() - begin) * per_second)
        for _ in range(min(due - sent, 2000)):
            try:
                sock.sendto(datagram, ("224.0.0.18", 0))
            except OSError:
                pass
            sent += 1
    pipe.send(sent)
    pipe.close()
    os._exit(0)


def _echo(nodes: list[str]) -> None:
    _go_first()
    poll = select.epoll()
    sockets = {}
    for node in nodes:
        with inside(space(node)):
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.IPPROTO_IP, _PKTINFO, 1)
        sock.bind(("", _PORT))
        sockets[sock.fileno()] = sock, node.encode()
        poll.register(sock.fileno(), select.EPOLLIN)
    while True:
        for number, _ in poll.poll():
            sock, name = sockets[number]
            data, ancillary, _, peer = sock.recvmsg(64, 64)
            source = struct.pack("=i4s4x", 0, ancillary[0][2][8:12])
            try:
                sock.sendmsg([data, name], [(socket.IPPROTO_IP, _PKTINFO, source)], 0, peer)
            except OSError:
                pass  # the address or the link went in between: a lost packet


def _ask(pipe: Connection, vip: str, last: ctypes.c_longlong) -> None:
    _go_first()
    with inside(space(CLIENT)):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, TIMESTAMPS, 1)
    sock.setblocking(False)
    sent: list[int] = []
    answers: dict[int, tuple[int, str]] = {}
    due, ends = time.time_ns(), None
    watched: list[object] = [sock, pipe]
    while ends is None or time.time_ns() <= ends:
        now = time.time_ns()
        if ends is None and now >= due:
            try:
                sock.sendto(struct.pack("=I", len(sent)), (vip, _PORT))
            except OSError:
                pass  # counted as sent, and so as lost
            sent.append(now)
            due = max(due + PERIOD_NS, now)
        until = due if ends is None else ends
        ready, _, _ = select.select(watched, [], [], max(0, until - time.time_ns()) / 1e9)
        if pipe in ready:
            pipe.recv()
            watched = [sock]
            ends = time.time_ns() + 50 * PERIOD_NS  # for answers on their way
        if sock in ready:
            data, ancillary, _, _ = sock.recvmsg(64, 64)
            last.value = when(ancillary)
            answers[struct.unpack("=I", data[:4])[0]] = last.value, data[4:].decode()
    pipe.send([(at, *answers.get(number, (None, None))) for number, at in enumerate(sent)])
    pipe.close()
    os._exit(0)
