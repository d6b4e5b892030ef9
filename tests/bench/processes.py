"""Processes under measurement: started on a core, watched through /proc, ended by their id."""

import json
import os
import pathlib
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """A server on its own core. The line that it prints when it is ready tells where it serves."""

    def __init__(self, name, command, core, log, cwd=None, env=None):
        self.name = name
        self.started = time.monotonic()
        self.process = subprocess.Popen(["taskset", "-c", core, *map(str, command)], cwd=cwd, env={**os.environ, **(env or {})},
                                        stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline().strip()
        if not line:
            raise SystemExit(f"{name} did not start")
        ready = json.loads(line)
        self.port = ready if isinstance(ready, int) else int(ready["api"].split(":")[2].split("/")[0])

    def cpu_seconds(self):
        """Processor time so far. The scheduler's figures are finer, but lose threads that have ended."""
        process = pathlib.Path(f"/proc/{self.process.pid}")
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        coarse = (int(fields[11]) + int(fields[12])) / TICK
        fine = 0
        for thread in (process / "task").iterdir():
            try:
                fine += int((thread / "schedstat").read_text().split()[0]) / 1e9
            except OSError:
                pass
        return max(fine, coarse - 0.03)

    def resident_megabytes(self):
        return int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * PAGE / 1e6

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(35)
        except subprocess.TimeoutExpired:
            self.process.kill()


def machine_busy():
    """Seconds that all cores together were busy, and that they had."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICK, sum(fields) / TICK
