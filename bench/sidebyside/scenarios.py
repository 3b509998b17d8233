"""The measurements.  Each gives one record per run; `report` puts them side by side."""

from __future__ import annotations

import random
import statistics
import struct
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from .bed import CLIENT, Bed, address, inside, space, virtual_address
from .load import SERVERS, SERVICES, Servers, Watchers, checks
from .systems import CONSOLE_PORT, Instance, Running, System, wait_for_console
from .traffic import Client, Echo, Flood, Probe, Sleeper, longest_gap_ms, lost
from .wire import Wire

MASTER, BACKUP = 150, 100
VIP = virtual_address(0)
BURSTS_OVER = 6  # s; the announcements are repeated 5 s after taking over
WARM = 30  # s; a runtime compiles anew what is called often
STEADY = 110  # s; after that the first backup was made and tried out, which takes more than a second of processor once a day
WATCHERS = 20
ARP_EXPIRED = 60  # s; by then a Linux client has asked anew for a silent neighbour


@dataclass
class Record:
    system: str
    scenario: str
    setting: str
    metrics: dict[str, float]
    theory: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Protocol:
    version: int
    advert_ms: int

    def instance(self, priority: int) -> Instance:
        return Instance(1, priority, self.version, self.advert_ms, (VIP,))

    def many(self, priority: int, count: int) -> list[Instance]:
        return [replace(self.instance(priority), vrid=i + 1, vips=(virtual_address(i),)) for i in range(count)]

    def __str__(self) -> str:
        return f"v{self.version} {self.advert_ms} ms"


PROTOCOLS = {
    "v2-1000": Protocol(2, 1000),
    "v3-1000": Protocol(3, 1000),
    "v3-100": Protocol(3, 100),
    "v3-10": Protocol(3, 10),
}


class Busy:
    """How loaded the machine was meanwhile, to judge a noisy run by."""

    def __init__(self) -> None:
        self._before = _processor_times()

    def metrics(self, probes: list[Probe] = []) -> dict[str, float]:
        total, idle, steal = (b - a for a, b in zip(self._before, _processor_times()))
        found = {"machine busy, %": 100 * (1 - idle / max(1, total)), "machine steal, %": 100 * steal / max(1, total)}
        late = [b.sent - a.sent for a, b in zip(probes, probes[1:])]
        return found | ({"client pacing max, ms": max(late) / 1e6} if late else {})


class Stage:
    """Bed, wire and echo together, with the starts that scenarios share."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._open = ExitStack()
        self.bed = self._open.enter_context(Bed())
        self.wire = Wire(self.bed)
        self._open.callback(self.wire.close)
        self._open.callback(Echo(self.bed).close)
        self._running: list[Running] = []

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()
        self._open.close()

    def stop_all(self) -> None:
        for running in self._running:
            running.thaw()
            running.stop()
        self._running.clear()

    def fresh(self) -> None:
        self.stop_all()
        self.bed.tidy()
        self.wire.clear()

    def start(self, node: str, *instances: Instance, keep_state: bool = False, more: str = "") -> Running:
        running = self.system.start(node, list(instances), keep_state, more)
        self._running.append(running)
        return running

    def start_pair(self, protocol: Protocol) -> tuple[Running, Running]:
        """n1 owns the address, n2 stands by; both are past their start."""
        backup = self.start("n2", protocol.instance(BACKUP))
        if self.system.is_console:
            wait_for_console(backup)
        master = self.start("n1", protocol.instance(MASTER))
        self.wait_owner({"n1"})
        if self.system.is_console:
            wait_for_console(master)
        settled = time.time_ns() + max(0.5e9, 2 * protocol.advert_ms * 1e6)
        while time.time_ns() < settled or self.wire.owners(VIP) != {"n1"}:
            time.sleep(0.02)
            self.wire.read()
        time.sleep(random.uniform(0, protocol.advert_ms / 1000))
        return master, backup

    def wait_owner(self, nodes: set[str], seconds: float = 20) -> None:
        self.wire.wait(f"{VIP} on {nodes}", lambda: self.wire.owners(VIP) == nodes, seconds)

    def wait_all(self, count: int) -> None:
        wanted = {virtual_address(i) for i in range(count)}
        self.wire.wait(f"{count} addresses on n1", lambda: {ip for node, ip in self.wire.held() if node == "n1"} >= wanted, 60)

    def record(self, scenario: str, setting: object, metrics: dict[str, float], theory: dict[str, str] | None = None) -> Record:
        return Record(self.system.name, scenario, str(setting), metrics, theory or {})


def failover(stage: Stage, protocol: Protocol, how: str) -> Record:
    """The master goes; when does the other serve, and how long do both hold the address?"""
    stage.fresh()
    master, _ = stage.start_pair(protocol)
    client = Client(VIP)
    time.sleep(0.2)
    busy = Busy()
    gone = time.time_ns()
    match how:
        case "link cut":
            stage.bed.carrier("n1", False)
        case "SIGKILL":
            master.crash()
        case "SIGSTOP":
            master.freeze()
    down = protocol.instance(BACKUP).master_down_ms()
    stage.wire.wait("takeover", lambda: "n2" in stage.wire.owners(VIP), 15)
    taken = max(c.time for c in stage.wire.holdings if c.node == "n2" and c.ip == VIP and c.held)
    both_end = _end_of_both(stage, taken) if how != "link cut" else None
    time.sleep(0.3)
    stage.wire.read()
    probes = client.finish()
    first = min(a.time for a in stage.wire.adverts if a.node == "n2" and a.time > gone)
    last = max(a.time for a in stage.wire.adverts if a.node == "n1" and a.time < first)
    burst = min(g.time for g in stage.wire.announcements if g.node == "n2" and g.time > gone)
    answer = min(p.answered for p in probes if p.node == "n2" and p.answered > gone)
    metrics = {
        "beyond master-down, ms": (first - last) / 1e6 - down,
        "event to first answer of the new master, ms": (answer - gone) / 1e6,
        "first advert to first announcement, ms": (burst - first) / 1e6,
        "packets lost": lost(probes),
        "longest gap, ms": longest_gap_ms(probes),
    }
    if both_end is not None:
        metrics["two holders of the address, s"] = (both_end - taken) / 1e9
    return stage.record(f"failover, {how}", protocol, metrics | busy.metrics(probes), {"beyond master-down, ms": "0"})


def _end_of_both(stage: Stage, taken: int) -> int:
    """When the old master's kernel let the address go; after 10 s it is taken as "for ever"."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        stage.wire.read()
        if "n1" not in stage.wire.owners(VIP):
            return max(c.time for c in stage.wire.holdings if c.node == "n1" and c.ip == VIP and not c.held)
        time.sleep(0.01)
    return taken + 10 * 10**9


def farewell(stage: Stage, protocol: Protocol, how: str) -> Record | None:
    """The master leaves in order: SIGTERM, or the actions yield and release of the console."""
    if how != "SIGTERM" and not stage.system.is_console:
        return None
    stage.fresh()
    master, _ = stage.start_pair(protocol)
    if how != "SIGTERM":
        master.set_up()
    client = Client(VIP)
    time.sleep(0.2)
    busy = Busy()
    begun = time.time_ns()
    if how == "SIGTERM":
        master.ask_to_stop()
    else:
        code, body = master.ask("POST", f"/api/v1/vrrp-instances/V1/actions/{how}")
        if code >= 300:
            raise RuntimeError(f"{how} was refused: {code} {body[:200]!r}")
    stage.wire.wait("takeover", lambda: stage.wire.owners(VIP) == {"n2"}, 15)
    time.sleep(0.5)
    stage.wire.read()
    probes = client.finish()
    said = [a.time for a in stage.wire.adverts if a.node == "n1" and a.priority == 0 and a.time > begun]
    first = min(a.time for a in stage.wire.adverts if a.node == "n2" and a.time > begun)
    metrics = {
        "packets lost": lost(probes),
        "longest gap, ms": longest_gap_ms(probes),
        "priority 0 to first advert of the successor, ms": (first - min(said)) / 1e6 if said else float("nan"),
    }
    theory = {"packets lost": "0", "priority 0 to first advert of the successor, ms": f"{protocol.instance(BACKUP).skew_ms():.1f}"}
    return stage.record(f"leaving, {how}", protocol, metrics | busy.metrics(probes), theory)


def preemption(stage: Stage, protocol: Protocol) -> Record:
    """The better one comes back while the other serves."""
    stage.fresh()
    stage.start("n2", protocol.instance(BACKUP))
    stage.wait_owner({"n2"})
    time.sleep(0.5 + random.uniform(0, protocol.advert_ms / 1000))
    client = Client(VIP)
    time.sleep(0.2)
    busy = Busy()
    back = time.time_ns()
    stage.start("n1", protocol.instance(MASTER))
    stage.wait_owner({"n1"})
    time.sleep(0.5)
    stage.wire.read()
    probes = client.finish()
    yielded = max(c.time for c in stage.wire.holdings if c.node == "n2" and not c.held)
    gained = min(c.time for c in stage.wire.holdings if c.node == "n1" and c.held and c.ip == VIP and c.time > back)
    metrics = {"packets lost": lost(probes), "longest gap, ms": longest_gap_ms(probes), "address on both, ms": (yielded - gained) / 1e6}
    return stage.record("preemption", protocol, metrics | busy.metrics(probes), {"packets lost": "0"})


def split_brain(stage: Stage, protocol: Protocol, cut: str) -> Record:
    """The two lose sight of each other; the client stays with the one that is not cut off; then it heals."""
    stage.fresh()
    stage.start_pair(protocol)
    time.sleep(BURSTS_OVER)
    client_side = "n2" if cut == "n1" else "n1"
    client = Client(VIP)
    time.sleep(0.2)
    busy = Busy()
    stage.bed.forwarding(cut, False)
    stage.wait_owner({"n1", "n2"})
    time.sleep(BURSTS_OVER + random.uniform(0, protocol.advert_ms / 1000))
    healed = time.time_ns()
    stage.bed.forwarding(cut, True)
    stage.wait_owner({"n1"})
    single = max(c.time for c in stage.wire.holdings if c.node == "n2" and not c.held)
    while client.last_answer() < single and time.time_ns() < single + ARP_EXPIRED * 10**9:
        time.sleep(0.05)
    time.sleep(0.5)
    stage.wire.read()
    probes = client.finish()
    after = [p for p in probes if p.sent > healed]
    again = [g for g in stage.wire.announcements if g.node == "n1" and g.time > healed]
    metrics = {
        "both masters after the heal, ms": (single - healed) / 1e6,
        "packets lost after the heal": lost(after),
        "longest gap after the heal, ms": longest_gap_ms(after),
        "still lost at the end (0 or 1)": after[-1].node is None,
        "winner announced again (0 or 1)": bool(again),
    }
    return stage.record(f"split brain, {cut} cut off, client with {client_side}", protocol, metrics | busy.metrics(probes),
                        {"packets lost after the heal": "0"})


def loaded(stage: Stage, protocol: Protocol, instances: int, seconds: float) -> Record | None:
    """The same as jitter, of a console that checks 2,000 servers a second and is watched by 20; keepalived has jitter-255 to compare with."""
    if not stage.system.is_console:
        return None
    stage.fresh()
    servers = Servers(stage.bed)
    running = stage.start("n1", *protocol.many(MASTER, instances), more=checks())
    wait_for_console(running)
    watchers = Watchers("n1", CONSOLE_PORT, (running.state / "bench.token").read_text().strip(), WATCHERS)
    try:
        stage.wait_all(instances)
        time.sleep(4 * BURSTS_OVER)
        taken, heard = servers.taken(), watchers.received()
        record = adverts(stage, protocol, running, instances, seconds)
        record.metrics["checks per s"] = (servers.taken() - taken) / seconds
        record.metrics["watchers that heard something"] = sum(b > a for a, b in zip(heard, watchers.received()))
        record.metrics["heard by all watchers, KiB per s"] = (sum(watchers.received()) - sum(heard)) / 1024 / seconds
        record.scenario += f" beside {SERVICES * SERVERS} checks a second and {WATCHERS} watchers"
        return record
    finally:
        watchers.close()
        servers.close()


def jitter(stage: Stage, protocol: Protocol, instances: int, seconds: float) -> Record:
    """A lone master's adverts: how even they are, whether they drift, what they cost."""
    stage.fresh()
    running = stage.start("n1", *protocol.many(MASTER, instances))
    stage.wait_all(instances)
    time.sleep(BURSTS_OVER)
    return adverts(stage, protocol, running, instances, seconds)


def adverts(stage: Stage, protocol: Protocol, running: Running, instances: int, seconds: float) -> Record:
    busy = Busy()
    stage.wire.clear()
    sleeper = Sleeper(protocol.advert_ms)
    before, begin = running.usage(), time.time_ns()
    time.sleep(seconds)
    after, end = running.usage(), time.time_ns()
    late = sleeper.finish()
    span = (end - begin) / 1e9
    stage.wire.read()
    times: dict[int, list[int]] = defaultdict(list)
    for advert in stage.wire.adverts:
        if begin < advert.time < end:
            times[advert.vrid].append(advert.time)
    gaps = [(b - a) / 1e6 for each in times.values() for a, b in zip(each, each[1:])]
    off = sorted(abs(gap - protocol.advert_ms) for gap in gaps)
    due = instances * span * 1000 / protocol.advert_ms
    metrics = {
        "drift, %": 100 * (statistics.fmean(gaps) / protocol.advert_ms - 1),
        "interval median, ms": statistics.median(gaps),
        "deviation p99, ms": quantile(off, 0.99),
        "deviation p99.9, ms": quantile(off, 0.999),
        "deviation max, ms": off[-1],
        "longest gap beyond the interval, ms": max(gaps) - protocol.advert_ms,
        "sent of those due, %": 100 * sum(map(len, times.values())) / due,
        "bare sleep, late p99, ms": quantile(late, 0.99),
        "bare sleep, late p99.9, ms": quantile(late, 0.999),
        "bare sleep, late max, ms": late[-1],
        "bare sleep, later than an interval": sum(value > protocol.advert_ms for value in late),
        "CPU s per s": (after.cpu_s - before.cpu_s) / span,
        "PSS, MiB": after.pss_kb / 1024,
        "capture drops": stage.wire.dropped(),
    }
    return stage.record(f"adverts of {instances} instances", protocol, metrics | busy.metrics(), {"drift, %": "0"})


def resources(stage: Stage, protocol: Protocol, instances: int, seconds: float) -> Record:
    """What a master and a backup of many instances cost."""
    stage.fresh()
    backup = stage.start("n2", *protocol.many(BACKUP, instances))
    master = stage.start("n1", *protocol.many(MASTER, instances))
    stage.wait_all(instances)
    time.sleep(STEADY)
    held, busy, begin = stage.wire.held(), Busy(), time.time_ns()
    before = master.usage(), backup.usage()
    time.sleep(seconds)
    after = master.usage(), backup.usage()
    span = (time.time_ns() - begin) / 1e9
    stage.wire.read()
    metrics: dict[str, float] = {}
    for role, start, end in zip(("master", "backup"), before, after):
        metrics[f"{role} CPU s per s"] = (end.cpu_s - start.cpu_s) / span
        metrics[f"{role} PSS, MiB"] = end.pss_kb / 1024
        metrics[f"{role} RSS, MiB"] = end.rss_kb / 1024
    metrics["addresses that moved meanwhile"] = len(held ^ stage.wire.held())
    return stage.record(f"resources at {instances} instances", protocol, metrics | busy.metrics())


def addresses_up(stage: Stage, protocol: Protocol, count: int) -> Record:
    """One instance takes many addresses: how soon is each announced?"""
    stage.fresh()
    every = tuple(virtual_address(i) for i in range(count))
    busy = Busy()
    stage.start("n1", replace(protocol.instance(MASTER), vips=every[:1], excluded_vips=every[1:]))
    stage.wire.wait("announcements", lambda: len({g.ip for g in stage.wire.announcements}) >= count, 60)
    time.sleep(BURSTS_OVER + 2)
    stage.wire.read()
    wanted = set(every)
    bursts = [g for g in stage.wire.announcements if g.node == "n1" and g.ip in wanted]
    announced = max({g.ip: g.time for g in reversed(bursts)}.values())
    advert = min(a.time for a in stage.wire.adverts if a.node == "n1")
    added = [c.time for c in stage.wire.holdings if c.held and c.ip in wanted]
    metrics = {
        "first advert to every address announced, ms": (announced - advert) / 1e6,
        "first to last address added, ms": (max(added) - min(added)) / 1e6,
        "announcements per address": len(bursts) / count,
        "capture drops": stage.wire.dropped(),
    }
    return stage.record(f"{count} addresses up", protocol, metrics | busy.metrics())


def flood(stage: Stage, protocol: Protocol, per_second: int) -> Record:
    """Hostile adverts at a rate; are our own late, does anything move?"""
    stage.fresh()
    stage.start_pair(protocol)
    time.sleep(BURSTS_OVER)
    stage.wire.clear()
    busy, held = Busy(), stage.wire.held()
    hostile = Flood(_hostile(protocol), per_second)
    begin = time.time_ns()
    time.sleep(10)
    end = time.time_ns()
    sent = hostile.finish()
    stage.wire.read()
    times = [a.time for a in stage.wire.adverts if a.node == "n1" and begin < a.time < end]
    gaps = [(b - a) / 1e6 for a, b in zip(times, times[1:])]
    metrics = {
        "hostile adverts per s": sent / ((end - begin) / 1e9),
        "longest gap between own adverts, beyond the interval, ms": max(gaps) - protocol.advert_ms,
        "adverts of the backup (a takeover)": sum(a.node == "n2" for a in stage.wire.adverts),
        "addresses that moved": len(held ^ stage.wire.held()),
    }
    return stage.record("flood of hostile adverts", protocol, metrics | busy.metrics(),
                        {"longest gap between own adverts, beyond the interval, ms": f"below the skew, {protocol.instance(MASTER).skew_ms():.1f}"})


def restart(stage: Stage, protocol: Protocol) -> Record | None:
    """Process start to listening, with a definition in the store."""
    if not stage.system.is_console:
        return None
    stage.fresh()
    first = stage.start("n2", protocol.instance(BACKUP))
    wait_for_console(first)
    first.stop()
    while _is_member("n2"):  # a killed process leaves the group a moment later
        time.sleep(0.01)
    busy = Busy()
    begun = time.time_ns()
    second = stage.start("n2", protocol.instance(BACKUP), keep_state=True)
    listening = _wait_member("n2", begun)
    wait_for_console(second)
    answers = time.time_ns()
    metrics = {"start to listening, ms": (listening - begun) / 1e6, "start to an answering console, ms": (answers - begun) / 1e6}
    return stage.record("restart with a stored definition", protocol, metrics | busy.metrics())


def _wait_member(node: str, begun: int) -> int:
    """When the director's kernel joined 224.0.0.18, as /proc/net/igmp shows it."""
    while time.time_ns() < begun + 20 * 10**9:
        if _is_member(node):
            return time.time_ns()
        time.sleep(0.002)
    raise TimeoutError("it does not listen")


def _is_member(node: str) -> bool:
    group = f"{struct.unpack('=I', bytes((224, 0, 0, 18)))[0]:08X}"
    with inside(space(node)):
        return group in Path("/proc/thread-self/net/igmp").read_text()


def _hostile(protocol: Protocol) -> bytes:
    """A well-formed advert of our VRID with priority 254 and a wrong checksum."""
    source = bytes(int(part) for part in address(CLIENT).split("."))
    pdu = bytes([protocol.version << 4 | 1, 1, 254, 1, 0, protocol.advert_ms // 10 & 0xFF, 0xDE, 0xAD]) + bytes(4)
    pdu += bytes(8) if protocol.version == 2 else b""
    head = struct.pack("!BBHHHBBH", 0x45, 0xC0, 20 + len(pdu), 1, 0, 255, 112, 0)
    return head + source + bytes([224, 0, 0, 18]) + pdu


def quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _processor_times() -> tuple[int, int, int]:
    ticks = [int(t) for t in Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4], ticks[7]


Plan = dict[str, Callable[[Stage], Iterator[Record | None]]]


def plan(n: int, protocols: list[Protocol], seconds: float) -> Plan:
    """Scenarios by the name they are asked for with."""

    def each(measure: Callable[..., Record | None], *rest: object) -> Callable[[Stage], Iterator[Record | None]]:
        return lambda stage: (measure(stage, protocol, *rest) for protocol in protocols for _ in range(n))

    found: Plan = {
        "sigkill": each(failover, "SIGKILL"),
        "sigstop": each(failover, "SIGSTOP"),
        "linkcut": each(failover, "link cut"),
        "sigterm": each(farewell, "SIGTERM"),
        "yield": each(farewell, "yield"),
        "release": each(farewell, "release"),
        "preempt": each(preemption),
        "split-n1": each(split_brain, "n1"),
        "split-n2": each(split_brain, "n2"),
        "drift": each(jitter, 1, 60),
        "loaded-255": each(loaded, 255, seconds),
        "flood": each(flood, 100_000),
        "restart": each(restart),
    }
    for instances in (200, 255):
        found[f"jitter-{instances}"] = each(jitter, instances, seconds)
    for instances in (1, 50, 255):
        found[f"resources-{instances}"] = each(resources, instances, seconds)
    for count in (1, 100, 1000):
        found[f"addresses-{count}"] = each(addresses_up, count)
    return found
