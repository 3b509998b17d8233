"""What keeps a console busy beside its elections: servers it checks, and people who watch it."""

from __future__ import annotations

import asyncio
import base64
import multiprocessing
import os
import socket

from .bed import CLIENT, Bed, address, inside, ip, space

SERVICES, SERVERS = 20, 100  # in each service; one check a second of each server
_NETWORK, _PORT = "10.200", 80
_fork = multiprocessing.get_context("fork")


def checks() -> str:
    """Virtual servers in keepalived.conf: 2,000 real servers with a TCP check a second."""
    lines = []
    for service in range(SERVICES):
        lines += [f"virtual_server 10.201.0.{service + 1} 80 {{", "delay_loop 1", "lb_algo rr", "lb_kind NAT", "protocol TCP"]
        for server in range(SERVERS):
            lines.append(f"real_server {_NETWORK}.{service}.{server + 1} {_PORT} {{ \n weight 1 \n TCP_CHECK {{ \n connect_timeout 2 \n }} \n }}")
        lines.append("}")
    return "\n".join(lines) + "\n"


class Servers:
    """Behind the client's port: takes connections for every address of the real servers, and closes them."""

    def __init__(self, bed: Bed) -> None:
        ip(f"-n {space(CLIENT)} route replace local {_NETWORK}.0.0/16 dev lo")
        for node in bed.nodes:
            ip(f"-n {space(node)} route replace {_NETWORK}.0.0/16 via {address(CLIENT)}")
        self._taken = _fork.RawValue("q", 0)
        self._process = _fork.Process(target=_serve, args=(self._taken,), daemon=True)
        self._process.start()

    def taken(self) -> int:
        return self._taken.value

    def close(self) -> None:
        self._process.kill()
        self._process.join()


class Watchers:
    """So many connections to the console's hub that read whatever it sends."""

    def __init__(self, node: str, port: int, token: str, count: int) -> None:
        self._bytes = _fork.RawArray("q", count)
        self._process = _fork.Process(target=_watch, args=(node, port, token, self._bytes), daemon=True)
        self._process.start()

    def received(self) -> list[int]:
        """Bytes each of them has read."""
        return list(self._bytes)

    def close(self) -> None:
        self._process.kill()
        self._process.join()


def _serve(taken: object) -> None:
    with inside(space(CLIENT)):
        listener = socket.create_server(("0.0.0.0", _PORT), backlog=4096)
    while True:
        connection, _ = listener.accept()
        connection.close()
        taken.value += 1  # type: ignore[attr-defined]


def _watch(node: str, port: int, token: str, received: object) -> None:
    with inside(space(node)):
        sockets = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(len(received))]  # type: ignore[arg-type]

    async def one(index: int) -> None:
        reader, writer = await asyncio.open_connection(sock=sockets[index])
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write((
            f"GET /hubs/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n").encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise ConnectionError(answer)
        hello = b'{"protocol":"json","version":1}\x1e'
        mask = os.urandom(4)
        writer.write(bytes((0x81, 0x80 | len(hello))) + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(hello)))
        ping = b'{"type":6}\x1e'
        while True:
            try:
                read = await asyncio.wait_for(reader.read(1 << 16), 10)
            except TimeoutError:
                read = b" "
            if not read:
                raise ConnectionError("the console closed a watcher's connection")
            received[index] += len(read)  # type: ignore[index]
            if received[index] % 7 == 0:  # type: ignore[index]
                mask = os.urandom(4)
                writer.write(bytes((0x81, 0x80 | len(ping))) + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(ping)))

    async def every() -> None:
        await asyncio.gather(*(one(index) for index in range(len(sockets))))

    for sock in sockets:
        sock.setblocking(False)
    os.nice(19 - os.nice(0))
    asyncio.run(every())
