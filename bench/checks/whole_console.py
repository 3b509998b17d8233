#!/usr/bin/env python3
"""Memory and processor time of the whole console with many real servers.

    whole_console.py APP BENCH [SERVERS [MINUTES]]
        APP    folder of the published console       BENCH  the built program of bench/checks, which is the responder

In a network namespace of its own: as many real servers (10,000) in services of 100, a TCP check of each a second, nftables, and one
reader of the hub over a web socket. Every 30 s: what is resident and what was used since. Needs root.
"""
import base64
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

TICK = os.sysconf("SC_CLK_TCK")
SPACE, PORT, RESPONDER = "kcb-whole", 5090, 19911


def conf(servers):
    lines = ["global_defs {", "    router_id bench", "}"]
    for number in range(servers):
        if number % 100 == 0:
            lines += [f"virtual_server 10.99.0.1 {1000 + number // 100} {{", "    delay_loop 1", "    lb_algo wrr", "    lb_kind NAT", "    protocol TCP"]
        lines += [f"    real_server 127.1.{number >> 8}.{number & 255} {RESPONDER} {{", "        TCP_CHECK {", "            connect_timeout 5", "        }", "    }"]
        if number % 100 == 99 or number == servers - 1:
            lines.append("}")
    return "\n".join(lines) + "\n"


def inside(*command):
    return ["ip", "netns", "exec", SPACE, *command]


def read_hub(token, seen):
    """A SignalR client by hand: a web socket, the handshake, and then it only reads."""
    connection = socket.create_connection(("127.0.0.1", PORT))
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall((f"GET /hubs/live HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        f"Sec-WebSocket-Key: {key}\r\nAuthorization: Bearer {token}\r\n\r\n").encode())
    first = connection.recv(4096)
    seen["answer"] = first.split(b"\r\n", 1)[0].decode()
    hello = b'{"protocol":"json","version":1}\x1e'
    mask = os.urandom(4)
    connection.sendall(bytes([0x81, 0x80 | len(hello)]) + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(hello)))
    while data := connection.recv(1 << 20):
        seen["bytes"] += len(data)


def wait_until_it_listens():
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", PORT)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the console does not listen")


def status(process):
    lines = dict(line.split(":", 1) for line in open(f"/proc/{process}/status"))
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["RssAnon"].split()[0]) / 1024, (int(fields[11]) + int(fields[12])) / TICK


def threads(process):
    spent = {}
    for thread in os.listdir(f"/proc/{process}/task"):
        try:
            name = open(f"/proc/{process}/task/{thread}/comm").read().strip()
            fields = open(f"/proc/{process}/task/{thread}/stat").read().rsplit(")", 1)[1].split()
            spent[name] = spent.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICK
        except OSError:
            pass
    return spent


def metric(text, name):
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def main(app, bench, servers=10_000, minutes=3.5):
    subprocess.run(["ip", "netns", "add", SPACE], check=True)
    folder = tempfile.mkdtemp(prefix="kcb-")
    started = []
    try:
        subprocess.run(inside("ip", "link", "set", "lo", "up"), check=True)
        with open(f"{folder}/bench.conf", "w") as file:
            file.write(conf(int(servers)))
        started.append(subprocess.Popen(inside(bench, "responder"), stdin=subprocess.DEVNULL))
        token = subprocess.run([f"{app}/keepalive-console", "token", "create", "--name", "bench", "--role", "viewer", "--data", folder], capture_output=True, text=True, check=True, cwd=folder).stdout.strip()
        log = open(f"{folder}/log", "w")
        console = subprocess.Popen(inside(f"{app}/keepalive-console", "serve", "--conf", f"{folder}/bench.conf", "--data", folder, "--node", "bench",
                                          "--urls", f"http://127.0.0.1:{PORT}", "--Engine:LoadBalancer=Nftables"), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
        started.append(console)
        with open(f"/run/netns/{SPACE}") as space:
            if ctypes.CDLL(None, use_errno=True).setns(space.fileno(), 0):
                raise OSError(ctypes.get_errno(), "setns")
        wait_until_it_listens()
        time.sleep(10)
        seen = {"bytes": 0, "answer": "none"}
        threading.Thread(target=read_hub, args=(token, seen), daemon=True).start()
        _, _, used = status(console.pid)
        by_thread, checks, at = threads(console.pid), 0, time.monotonic()
        print("   s  resident MiB  private MiB  % of a core  checks/s  ms CPU per 1000  hub MiB", flush=True)
        begun = at
        while time.monotonic() - begun < float(minutes) * 60:
            time.sleep(30)
            text = urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics").read().decode()
            resident, private, now_used = status(console.pid)
            done, now = metric(text, "keepalive_probes_total"), time.monotonic()
            rate = (done - checks) / (now - at) if checks else float("nan")
            share = (now_used - used) / (now - at)
            print(f"{now - begun:4.0f} {resident:13.0f} {private:12.0f} {100 * share:12.1f} {rate:9.0f} {1e6 * share / rate:16.1f} {seen['bytes'] / 1048576:8.1f}  {seen['answer']}", flush=True)
            used, checks, at = now_used, done, now
        spent = threads(console.pid)
        total = time.monotonic() - begun
        print("by thread, % of a core: " + ", ".join(f"{name} {100 * (spent[name] - by_thread.get(name, 0)) / total:.1f}" for name in sorted(spent, key=lambda n: by_thread.get(n, 0) - spent[n])[:10]), flush=True)
        print("\n".join(line for line in text.splitlines() if "gc" in line.lower() and not line.startswith("#"))[:2000])
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        subprocess.run(["ip", "netns", "del", SPACE], check=False)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(*sys.argv[1:])
