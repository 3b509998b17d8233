"""Measure, or report what was measured.  See ../README.md."""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from .scenarios import PROTOCOLS, Stage, plan
from .systems import SYSTEMS


def main() -> None:
    parser = argparse.ArgumentParser(prog="sidebyside", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="append records to a file, one JSON object a line")
    run.add_argument("scenarios", nargs="+", choices=list(plan(0, [], 0)))
    run.add_argument("--system", nargs="+", default=["keepalived", "keepalive-console"], choices=list(SYSTEMS))
    run.add_argument("--protocol", nargs="+", default=["v3-1000", "v3-100", "v3-10"], choices=list(PROTOCOLS))
    run.add_argument("-n", type=int, default=10, help="runs of each (default %(default)s)")
    run.add_argument("--seconds", type=float, default=30, help="length of a jitter or resources run (default %(default)s)")
    run.add_argument("--out", type=Path, required=True)
    report = commands.add_parser("report", help="print Markdown tables")
    report.add_argument("files", nargs="+", type=Path)
    chosen = parser.parse_args()
    if chosen.command == "run":
        measure(chosen)
    else:
        print(tables(chosen.files))


def measure(chosen: argparse.Namespace) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to tidy up first
    scenarios = plan(chosen.n, [PROTOCOLS[name] for name in chosen.protocol], chosen.seconds)
    with open(chosen.out, "a") as out:
        for name in chosen.scenarios:
            for system in chosen.system:  # one after the other on the same machine, scenario by scenario
                with Stage(SYSTEMS[system]) as stage:
                    for record in scenarios[name](stage):
                        if record is None:
                            continue
                        out.write(json.dumps(asdict(record)) + "\n")
                        out.flush()
                        print(name, system, record.setting, {k: round(v, 3) for k, v in record.metrics.items()}, file=sys.stderr)


def tables(files: list[Path]) -> str:
    """One table a scenario, the systems side by side."""
    found: dict[str, dict[tuple[str, str], dict[str, list[float]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    theory: dict[tuple[str, str, str], str] = {}
    for line in (line for file in files for line in file.open()):
        record = json.loads(line)
        for metric, value in record["metrics"].items():
            row = record["setting"], metric
            found[record["scenario"]][row][record["system"]].append(float(value))
            theory[record["scenario"], *row] = record["theory"].get(metric, "")
    lines = []
    for scenario, rows in found.items():
        lines += [f"\n### {scenario}\n", "| setting | metric | system | runs | median | min | max | theory |", "|---|---|---|--:|--:|--:|--:|--:|"]
        for (setting, metric), systems in rows.items():
            for system, values in systems.items():
                spread = [number(statistics.median(values)), number(min(values)), number(max(values))]
                lines.append(f"| {' | '.join([setting, metric, system, str(len(values)), *spread, theory[scenario, setting, metric]])} |")
    return "\n".join(lines)


def number(value: float) -> str:
    if value == int(value):
        return f"{value:.0f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


main()
