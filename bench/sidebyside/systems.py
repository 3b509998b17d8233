"""The systems that are measured.  Each is started from the same keepalived.conf."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from .bed import inside, space

HOME = Path("/tmp/keepalive-console-bench")
CONSOLE_PORT = 8080


@dataclass(frozen=True)
class Instance:
    """One VRRP instance, in nobody's own words."""

    vrid: int
    priority: int
    version: int
    advert_ms: int
    vips: tuple[str, ...]
    excluded_vips: tuple[str, ...] = ()

    def skew_ms(self) -> float:
        return (1000 if self.version == 2 else self.advert_ms) * (256 - self.priority) / 256

    def master_down_ms(self) -> float:
        return 3 * self.advert_ms + self.skew_ms()


@dataclass(frozen=True)
class Usage:
    cpu_s: float
    pss_kb: int
    rss_kb: int


def block(head: str, lines: tuple[str, ...]) -> str:
    return "\n".join([head + " {", *lines, "}\n"]) if lines else ""


class Running:
    """A started system: a process, what it started, and what it left running for itself."""

    def __init__(self, system: System, node: str, process: subprocess.Popen[bytes], state: Path) -> None:
        self.system, self.node, self.state = system, node, state
        self._process = process

    def pids(self) -> list[int]:
        found = [self._process.pid] if self._process.poll() is None else []
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in _read(children).split()]
        return found + [pid for pid in self._detached() if pid not in found]

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def stop(self) -> None:
        """Asks it to end and waits until all of it has."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(25)
            except subprocess.TimeoutExpired:
                pass
        self.crash()

    def crash(self) -> None:
        """Kills all of it at once: no process sees another one's death."""
        pids = self.pids()
        for how in (signal.SIGSTOP, signal.SIGKILL):
            for pid in pids:
                _send(pid, how)
        self._process.wait()

    def freeze(self) -> None:
        for pid in self.pids():
            _send(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self.pids():
            _send(pid, signal.SIGCONT)

    def crash_main(self) -> None:
        """Kills the main process alone."""
        self._process.kill()
        self._process.wait()

    def usage(self) -> Usage:
        pids = self.pids()
        # A clock made from a process id reads the CPU time of all its threads.
        cpu = sum(time.clock_gettime(~pid << 3 | 2) for pid in pids)
        memory = [_memory(pid) for pid in pids]
        return Usage(cpu, sum(m["Pss"] for m in memory), sum(m["Rss"] for m in memory))

    def ask(self, method: str, path: str) -> tuple[int, bytes]:
        """A request to the console's REST interface inside the director's namespace."""
        token = (self.state / "bench.token").read_text().strip()
        code, _, body = self._request(method, path, {"Authorization": f"Bearer {token}"})
        return code, body

    def set_up(self) -> None:
        """Makes the first administrator, as a person does on the set-up page: before that nothing can be changed."""
        code, headers, page = self._request("GET", "/setup", {})
        field = re.search(rb'name="__RequestVerificationToken"[^>]*value="([^"]+)"', page)
        cookie = "; ".join(value.split(";")[0] for name, value in headers if name.lower() == "set-cookie")
        form = {
            "__RequestVerificationToken": field.group(1).decode() if field else "",
            "token": (self.state / "setup-token").read_text().strip(),
            "user": "bench", "password": "a long password for the bench", "repeat": "a long password for the bench",
        }
        headers_out = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{CONSOLE_PORT}"}
        code, headers, _ = self._request("POST", "/auth/setup", headers_out, urllib.parse.urlencode(form))
        where = dict((name.lower(), value) for name, value in headers).get("location", "")
        if code not in (302, 303) or "setup" in where:
            raise RuntimeError(f"the console could not be set up: {code} {where}")

    def _request(self, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", CONSOLE_PORT, timeout=10)
        with inside(space(self.node)):
            connection.sock = socket.create_connection(("127.0.0.1", CONSOLE_PORT), 10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def _detached(self) -> list[int]:
        """Processes that name the state folder: a child that outlives its console is one."""
        mark, found = str(self.state).encode(), []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and mark in _read_bytes(entry / "cmdline") and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        return found


class System:
    """keepalived, or whatever understands its configuration file."""

    is_console = False

    def __init__(self, name: str = "keepalived", *global_lines: str) -> None:
        self.name = name
        self._global_lines = global_lines

    def start(self, node: str, instances: list[Instance], keep_state: bool = False, more: str = "") -> Running:
        home = HOME / self.name / node
        state, config = home / "state", home / "keepalived.conf"
        if not keep_state:
            shutil.rmtree(state, ignore_errors=True)  # as /run is after a crash
        state.mkdir(parents=True, exist_ok=True)
        config.write_text(self._render(node, instances) + more)
        self.prepare(node, state, keep_state)
        with open(home / "log", "ab") as log:
            process = subprocess.Popen(
                ["ip", "netns", "exec", space(node), *self.command(node, config, state, keep_state)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return Running(self, node, process, state)

    def prepare(self, node: str, state: Path, keep_state: bool) -> None:
        """Before the start."""

    def command(self, node: str, config: Path, state: Path, keep_state: bool) -> list[str]:
        flags = "--dont-fork --log-console --log-detail --no-syslog --vrrp".split()
        pids = [f"--{name}={state}/{name}" for name in ("pid", "vrrp_pid", "checkers_pid")]
        return ["keepalived", *flags, f"--use-file={config}", *pids]

    def _render(self, node: str, instances: list[Instance]) -> str:
        head = block("global_defs", (f"router_id {node}", *self._global_lines))
        return head + "".join(_instance(instance) for instance in instances)


class Console(System):
    """The published console; KC_APP names its folder."""

    is_console = True

    def __init__(self, name: str = "keepalive-console", *options: str) -> None:
        super().__init__(name)
        self._options = options
        self._binary = str(Path(os.environ.get("KC_APP", "artifacts/app")) / "keepalive-console")

    def prepare(self, node: str, state: Path, keep_state: bool) -> None:
        if keep_state:
            return
        made = subprocess.run(
            [self._binary, "token", "create", "--name", "bench", "--role", "operator", "--data", str(state)],
            check=True, capture_output=True, text=True)
        (state / "bench.token").write_text(made.stdout)

    def command(self, node: str, config: Path, state: Path, keep_state: bool) -> list[str]:
        conf = [] if keep_state else ["--conf", str(config)]
        urls = f"http://127.0.0.1:{CONSOLE_PORT}"
        return [self._binary, "serve", *conf, "--data", str(state), "--node", node, "--urls", urls, *self._options]


SYSTEMS: dict[str, System] = {
    system.name: system
    for system in (
        System(),
        System("keepalived-rt", "vrrp_rt_priority 50", "vrrp_rlimit_rttime 1000000", "max_auto_priority -1"),
        Console(),
        Console("keepalive-console-inprocess", "--Engine:Isolation=InProcess"),
        Console("keepalive-console-child", "--Engine:Isolation=Child"),
    )
}


def _instance(it: Instance) -> str:
    return block(f"vrrp_instance V{it.vrid}", (
        "state BACKUP",
        "interface eth0",
        f"version {it.version}",
        f"virtual_router_id {it.vrid}",
        f"priority {it.priority}",
        f"advert_int {it.advert_ms / 1000:g}",
        block("virtual_ipaddress", it.vips),
        block("virtual_ipaddress_excluded", it.excluded_vips),
    ))


def _send(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        pass


def _read(path: Path) -> str:
    return _read_bytes(path).decode()


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it ended meanwhile


def _memory(pid: int) -> dict[str, int]:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()[1:]
    return {name.rstrip(":"): int(kb) for name, kb, _ in map(str.split, lines)} or {"Pss": 0, "Rss": 0}


def wait_for_console(running: Running, seconds: float = 20) -> None:
    """Until the console answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            if running.ask("GET", "/api/v1/status")[0] == 200:
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError("the console does not answer")
        time.sleep(0.1)


def status(running: Running) -> dict[str, object]:
    return json.loads(running.ask("GET", "/api/v1/status")[1])
