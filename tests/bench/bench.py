#!/usr/bin/env python3
"""Loads a bare pass-through (the floor) and Turnpike in turn, rounds rotated, and prints what Turnpike adds.

The gateway has core 0 for itself; the load and the mock provider share core 1. Times vary with the machine, so the
figure that counts is processor time a thousand requests as a multiple of the floor's, taken in the same run.
"""

import argparse
import http.client
import json
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

import processes

HERE = pathlib.Path(__file__).parent
KEY = "tp-bench-0123456789abcdef0123456789abcdef"
GATEWAY_CORE, LOAD_CORE = "0", "1"
SOAK_REQUESTS = 100_000
# Others' share of the machine above which a figure is noise.
MUCH = 0.10


class Rig:
    def __init__(self, options, scratch, log):
        self.options, self.scratch, self.log = options, scratch, log
        self.rig = pathlib.Path(options.rig).resolve()
        self.upstream = processes.Process("upstream", [self.rig / "bench-upstream", "--gap-us", options.gap_us], LOAD_CORE, log)
        (scratch / "turnpike.toml").write_text((HERE / "turnpike.toml").read_text().replace("${BENCH_UPSTREAM}", f"http://127.0.0.1:{self.upstream.port}/v1"))

    def start(self, name):
        """The server of that name, and how long it took from its start to its first answer."""
        if name == "floor":
            command = [self.rig / "bench-floor", "--upstream", f"127.0.0.1:{self.upstream.port}", "--key", KEY]
        else:
            data = tempfile.mkdtemp(dir=self.scratch)
            command = [pathlib.Path(self.options.server).resolve(), "--config", "turnpike.toml", "--data-dir", data, "--listen", "127.0.0.1:0"]
        server = processes.Process(name, command, GATEWAY_CORE, self.log, cwd=self.scratch)
        self.ask(server.port)
        return server, time.monotonic() - server.started

    def ask(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("POST", "/v1/chat/completions", (HERE / "body.json").read_bytes(),
                           {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"no answer on port {port}: {answer.status} {body[:300]!r}")

    def load(self, command):
        """Runs a load generator; gives its report and the processor time that it took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(["taskset", "-c", LOAD_CORE, *map(str, command)], capture_output=True, text=True, timeout=120)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        report = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
        if report is None:
            raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")
        return json.loads(report), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def plain(self, port, connections, seconds):
        url = f"http://127.0.0.1:{port}/v1/chat/completions"
        return self.load(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "post.lua", url, "--", HERE / "body.json", KEY])

    def streams(self, port, seconds):
        return self.load([self.rig / "bench-streams", "--address", f"127.0.0.1:{port}", "--key", KEY, "--body", HERE / "body_stream.json", "--seconds", seconds])

    def measured(self, server, load, count):
        """The quietest of a few reports: a load is repeated when other work took much of the machine meanwhile."""
        reports = []
        while len(reports) <= self.options.repeats and not any(report["foreign"] < MUCH for report in reports):
            reports.append(self.once(server, load, count))
        return min(reports, key=lambda report: report["foreign"])

    def once(self, server, load, count):
        """The report of a load with the server's processor time a thousand, and how much others took of the machine."""
        watched = [self.upstream] + ([server] if server else [])
        busy, cpu = processes.machine_busy(), [process.cpu_seconds() for process in watched]
        report, load_cpu = load()
        spent = [process.cpu_seconds() - before for process, before in zip(watched, cpu)]
        now = processes.machine_busy()
        ours = sum(spent) + load_cpu
        report["foreign"] = max(0.0, (now[0] - busy[0] - ours) / max(now[1] - busy[1], 1e-9))
        if server:
            report["cpu_per_thousand"] = spent[1] / max(report[count], 1) * 1000
        if report["faults"]:
            raise SystemExit(f"{report['faults']} faults under load: {report}")
        return report


def one_round(rig, name, options):
    """Everything that is measured of one server, in one round. `direct` asks the provider itself."""
    if name == "direct":
        plain = rig.measured(None, lambda: rig.plain(rig.upstream.port, 16, options.seconds), "requests")
        return {"plain": plain, "streams": rig.measured(None, lambda: rig.streams(rig.upstream.port, options.seconds), "whole")}
    server, first_answer = rig.start(name)
    try:
        time.sleep(0.5)
        result = {"first_answer": first_answer, "idle_megabytes": server.resident_megabytes()}
        rig.plain(server.port, 16, 1)
        result["plain"] = rig.measured(server, lambda: rig.plain(server.port, 16, options.seconds), "requests")
        result["streams"] = rig.measured(server, lambda: rig.streams(server.port, options.seconds), "whole")
        return result
    finally:
        server.stop()


def soak(rig):
    """Resident memory after many requests, and how long they took."""
    server, _ = rig.start("turnpike")
    try:
        idle, asked = server.resident_megabytes(), 0
        while asked < SOAK_REQUESTS:
            asked += rig.plain(server.port, 64, 5)[0]["requests"]
        return {"requests": asked, "idle": idle, "after": server.resident_megabytes()}
    finally:
        server.stop()


def table(rounds, soaked):
    """The figures as Markdown: medians of the rounds."""
    def median(name, *path):
        values = []
        for result in rounds[name]:
            for step in path:
                result = result[step]
            values.append(result)
        return statistics.median(values)

    def milliseconds(name, kind, share):
        return (median(name, "streams", kind, share) - median("direct", "streams", kind, share)) / 1000

    yield "| | CPU-s / 1000 requests, 16 connections | x floor | requests/s on one core | added p50 / p99 | CPU-s / 1000 streams x 100 chunks | x floor | first token added p50 / p99 | chunk added p50 / p99 | start to first answer | MB idle |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for name in ("floor", "turnpike"):
        plain, streams = (median(name, kind, "cpu_per_thousand") for kind in ("plain", "streams"))
        rate = statistics.median(result["plain"]["requests"] / result["plain"]["seconds"] for result in rounds[name])
        added = [(median(name, "plain", share) - median("direct", "plain", share)) / 1000 for share in ("p50_us", "p99_us")]
        first, chunk = ([milliseconds(name, kind, share) for share in ("p50", "p99")] for kind in ("first_us", "age_us"))
        yield (f"| {name} | {plain:.3f} | {plain / median('floor', 'plain', 'cpu_per_thousand'):.2f} | {rate:,.0f} | {added[0]:.2f} / {added[1]:.2f} ms "
               f"| {streams:.2f} | {streams / median('floor', 'streams', 'cpu_per_thousand'):.2f} | {first[0]:.2f} / {first[1]:.2f} ms "
               f"| {chunk[0]:.2f} / {chunk[1]:.2f} ms | {median(name, 'first_answer') * 1000:.0f} ms | {median(name, 'idle_megabytes'):.0f} |")
    if soaked:
        yield f"\nMemory of turnpike: {soaked['idle']:.0f} MB idle, {soaked['after']:.0f} MB after {soaked['requests']:,} requests."
    foreign = [step["foreign"] for results in rounds.values() for result in results for step in (result["plain"], result["streams"])]
    yield f"Rounds: {len(rounds['floor'])}. Other work took {statistics.median(foreign):.1%} of the machine (at worst {max(foreign):.1%}); more than {MUCH:.0%} makes the figures noise."


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the turnpike-server to measure")
    parser.add_argument("--rig", required=True, help="the folder of the rig's programs")
    parser.add_argument("--out", required=True, help="the folder for raw.json and table.md")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each step")
    parser.add_argument("--repeats", type=int, default=1, help="of a step during which other work took much of the machine")
    parser.add_argument("--gap-us", type=int, default=10_000, help="between two chunks of a stream")
    parser.add_argument("--no-soak", action="store_true", help=f"leave the {SOAK_REQUESTS:,} requests for memory out")
    options = parser.parse_args()
    if os.cpu_count() < 2:
        raise SystemExit("measuring takes two cores")
    rounds = {name: [] for name in ("direct", "floor", "turnpike")}
    out = pathlib.Path(options.out)
    with tempfile.TemporaryDirectory(prefix="turnpike-bench-") as scratch, open(out / "servers.log", "w") as log:
        rig = Rig(options, pathlib.Path(scratch), log)
        try:
            names = list(rounds)
            for number in range(options.rounds):
                for name in names[number % 3:] + names[:number % 3]:
                    rounds[name].append(one_round(rig, name, options))
                    print(f"round {number + 1}: {name} done", flush=True)
            soaked = None if options.no_soak else soak(rig)
        finally:
            rig.upstream.stop()
    (out / "raw.json").write_text(json.dumps({"rounds": rounds, "soak": soaked}, indent=1))
    text = "\n".join(table(rounds, soaked))
    (out / "table.md").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
