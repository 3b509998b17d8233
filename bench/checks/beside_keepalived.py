#!/usr/bin/env python3
"""CPU of 500 TCP and 500 HTTP checks a second beside keepalived, in one user-mode Linux guest with real IPVS.

    beside_keepalived.py run APP BENCH [SYSTEM...]   on the host: boots the guest and measures there
        APP     folder of the published console          BENCH   the built program of bench/checks
        SYSTEM  console, engine, keepalived (default: these three, in this order); the same may come twice,
                and with settings of its environment: engine,DOTNET_GCgen0size=0x400000
    KC_DELAY_LOOP=5 in the environment: every so many seconds instead of each; 1,000 a second are more than a guest can do.

Every system reads the same keepalived.conf and checks the same responder, one after the other. The responder counts what
arrives, so that both are measured by the same meter; processor time is utime + stime of every process of the system.
"""
import os
import selectors
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
UML = os.path.join(HERE, "../../tests/System.Tests/Uml/uml.sh")
TCP_PORT, HTTP_PORT, CONTROL_PORT = 8001, 8002, 8003
SERVERS, TO_A_SERVICE = 1000, 100
WARM_UP = {"console": 30, "engine": 25, "keepalived": 10}
SECONDS = 30
TICK = os.sysconf("SC_CLK_TCK")
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"


def conf(delay_loop):
    lines = ["global_defs {", "    router_id bench", "}"]
    for first in range(0, SERVERS, TO_A_SERVICE):
        lines += [f"virtual_server 10.99.0.1 {1000 + first // TO_A_SERVICE} {{", f"    delay_loop {delay_loop}", "    lb_algo wrr", "    lb_kind NAT", "    protocol TCP"]
        for number in range(first, first + TO_A_SERVICE):
            address, http = f"10.77.{number >> 8}.{number & 255}", number % 2 == 1
            lines.append(f"    real_server {address} {HTTP_PORT if http else TCP_PORT} {{")
            if http:
                lines += ["        HTTP_GET {", "            url {", "                path /healthCheck", "                status_code 200", "            }"]
            else:
                lines += ["        TCP_CHECK {"]
            lines += ["            connect_timeout 5", "        }", "    }"]
        lines.append("}")
    return "\n".join(lines) + "\n"


def listen(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", port))
    listener.listen(4096)
    listener.setblocking(False)
    return listener


def responder():
    """Accepts, answers what is asked on the HTTP port, closes; tells its counts to whoever asks by UDP."""
    chooser, counts = selectors.EpollSelector(), {"tcp": 0, "http": 0}
    plain, http, control = listen(TCP_PORT), listen(HTTP_PORT), socket.socket(type=socket.SOCK_DGRAM)
    control.bind(("127.0.0.1", CONTROL_PORT))
    for each in (plain, http, control):
        chooser.register(each, selectors.EVENT_READ)
    while True:
        for key, _ in chooser.select():
            one = key.fileobj
            if one is control:
                _, asker = control.recvfrom(16)
                control.sendto(f"{counts['tcp']} {counts['http']}".encode(), asker)
            elif one is plain or one is http:
                try:
                    while True:
                        connection, _ = one.accept()
                        if one is plain:
                            counts["tcp"] += 1
                            connection.close()
                        else:
                            connection.setblocking(False)
                            chooser.register(connection, selectors.EVENT_READ)
                except BlockingIOError:
                    pass
            else:
                chooser.unregister(one)
                try:
                    if one.recv(4096):
                        one.send(ANSWER)
                        counts["http"] += 1
                except OSError:
                    pass
                one.close()


def counts():
    with socket.socket(type=socket.SOCK_DGRAM) as asker:
        asker.settimeout(10)
        asker.sendto(b"?", ("127.0.0.1", CONTROL_PORT))
        return [int(word) for word in asker.recv(64).split()]


def family(root):
    """The process and all below it."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)] = int(open(f"/proc/{name}/stat").read().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
    found, grown = {root}, True
    while grown:
        grown = False
        for child, parent in parents.items():
            if parent in found and child not in found:
                found.add(child)
                grown = True
    return found


def processor(root):
    """Seconds of user and of system time so far, and by thread name."""
    user = system = 0
    threads = {}
    for process in family(root):
        try:
            fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
            user, system = user + int(fields[11]) / TICK, system + int(fields[12]) / TICK
            for thread in os.listdir(f"/proc/{process}/task"):
                name = open(f"/proc/{process}/task/{thread}/comm").read().strip()
                fields = open(f"/proc/{process}/task/{thread}/stat").read().rsplit(")", 1)[1].split()
                threads[name] = threads.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICK
        except OSError:
            pass
    return user, system, threads


def resident(root):
    total = 0
    for process in family(root):
        for line in open(f"/proc/{process}/status"):
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
    return total / 1024


def destinations():
    return subprocess.run(["ipvsadm", "-Ln"], capture_output=True, text=True).stdout.count("Masq")


def start(system, settings, app, bench, file):
    log = open(f"/run/w/{system}.log", "a")
    command = {
        "keepalived": ["keepalived", "-n", "-l", "-C", "-f", file, "-p", "/run/k.pid", "-c", "/run/c.pid"],
        "engine": [bench, "engine", file],
        "console": [f"{app}/keepalive-console", "serve", "--conf", file, "--data", f"/run/data-{time.monotonic_ns()}", "--node", "bench",
                    "--urls", "http://127.0.0.1:5080", "--Engine:LoadBalancer=Ipvs"],
    }[system]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/run/w", env=os.environ | dict(setting.split("=", 1) for setting in settings))


def guest(app, bench, delay_loop, systems):
    subprocess.run(["ip", "route", "add", "local", "10.77.0.0/16", "dev", "lo"], check=True)
    open("/proc/sys/net/ipv4/ip_forward", "w").write("1")
    file = "/run/w/bench.conf"
    open(file, "w").write(conf(delay_loop))
    other = subprocess.Popen([sys.executable, os.path.abspath(__file__), "responder"])
    print(f"{'system':11} {'checks/s':>8} {'tcp':>6} {'http':>6} {'ms CPU per 1000':>16} {'user':>7} {'system':>7} {'% of core':>9} {'RSS MiB':>8} {'in table':>8}", flush=True)
    for name in systems:
        system, *settings = name.split(",")
        process = start(system, settings, app, bench, file)
        begun = time.monotonic()
        while destinations() < SERVERS and time.monotonic() - begun < 120 and process.poll() is None:
            time.sleep(1)
        if process.poll() is not None:
            print(f"{system} ended with {process.returncode}", flush=True)
            continue
        time.sleep(WARM_UP[system])
        before, (user, kernel, threads), at = counts(), processor(process.pid), time.monotonic()
        time.sleep(SECONDS)
        after, (user2, kernel2, threads2), now = counts(), processor(process.pid), time.monotonic()
        tcp, http = after[0] - before[0], after[1] - before[1]
        done = max(1, tcp + http) / 1000
        print(f"{name:11} {(tcp + http) / (now - at):8.0f} {tcp:6} {http:6} {1000 * (user2 - user + kernel2 - kernel) / done:16.1f} {1000 * (user2 - user) / done:7.1f} "
              f"{1000 * (kernel2 - kernel) / done:7.1f} {100 * (user2 - user + kernel2 - kernel) / (now - at):9.1f} {resident(process.pid):8.0f} {destinations():8}", flush=True)
        spent = sorted(((threads2[name] - threads.get(name, 0), name) for name in threads2), reverse=True)
        print("            " + ", ".join(f"{name} {1000 * seconds / done:.1f}" for seconds, name in spent[:8] if seconds > 0), flush=True)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        subprocess.run(["ipvsadm", "-C"], check=True)
        time.sleep(2)
    other.kill()


def run(app, bench, systems):
    os.execv("/bin/bash", ["bash", UML, "run", "-m", "900M", "-t", "355", "--", "/usr/bin/python3", os.path.abspath(__file__), "guest", os.path.abspath(app), os.path.abspath(bench), os.environ.get("KC_DELAY_LOOP", "1"), *systems])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["responder"]:
            responder()
        case ["guest", app, bench, delay_loop, *systems]:
            guest(app, bench, delay_loop, systems)
        case ["run", app, bench, *systems]:
            run(app, bench, systems or ["console", "engine", "keepalived"])
        case _:
            print(__doc__, file=sys.stderr)
            sys.exit(2)
