"""A log of 100,000 requests: the screen opens, filters and scrolls as if it were short. Prints what it measures;
`TURNPIKE_MEASURE=1` holds it to what is promised, which takes a machine that does nothing else."""

import contextlib
import os
import pathlib
import sqlite3
import statistics
import time
import unittest

from sample import fill
from server import Server
from window import Desk, app_process, family_of, memory_of

ROWS = 100_000
DAY_MS = 86_400_000
# Promised, in ms and MB; without TURNPIKE_MEASURE only what no busy machine explains fails.
PROMISED = {"opens": 300, "filters": 200, "frame": 20, "memory": 250}
SLACK = 1 if os.environ.get("TURNPIKE_MEASURE") else 15

SHOWN_AFTER = """
    const [route, done] = arguments
    const first = () => document.querySelector("[data-request-id]")?.dataset.requestId
    const before = first()
    const start = performance.now()
    location.hash = route
    const look = () => first() && first() !== before ? done(performance.now() - start) : requestAnimationFrame(look)
    requestAnimationFrame(look)"""

FRAMES = """
    const [count, done] = arguments
    let list = document.querySelector("[data-request-id]")
    while (list && list.scrollHeight <= list.clientHeight + 1) list = list.parentElement
    const frames = []
    let last = performance.now()
    const step = (now) => {
        frames.push(now - last)
        last = now
        list.scrollTop += 320
        frames.length < count ? requestAnimationFrame(step) : done(frames.slice(1))
    }
    requestAnimationFrame(step)"""


def multiply(database, rows):
    """Copies what is in the log over the last week until there are so many rows. Names no column that it does not change."""
    with contextlib.closing(sqlite3.connect(database)) as log, log:
        log.row_factory = sqlite3.Row
        kinds = [(dict(row), [dict(tried) for tried in log.execute("SELECT * FROM attempts WHERE request = ?", (row["id"],))]) for row in log.execute("SELECT * FROM requests")]
        now = int(time.time() * 1000)
        made = [(at := now - 7 * DAY_MS * (rows - number) // rows, *kinds[number % len(kinds)], id_of(at, number)) for number in range(rows)]
        insert(log, "requests", [{**row, "id": id_, "started_at": at} for at, row, _, id_ in made])
        insert(log, "attempts", [{**tried, "request": id_} for _, _, attempts, id_ in made for tried in attempts])


def id_of(at, number):
    """A UUID of version 7, as the gateway makes them."""
    return (at << 80 | 7 << 76 | 2 << 62 | number).to_bytes(16, "big")


def insert(log, table, rows):
    columns = list(rows[0])
    log.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", ([row[column] for column in columns] for row in rows))


class HundredThousand(unittest.TestCase):
    def test_a_long_log_is_as_quick_as_a_short_one(self):
        desk = self.enterContext(Desk("hundred-thousand"))
        with Server(desk.data) as server:
            fill(server.gateway)
        multiply(pathlib.Path(desk.data, "turnpike.db"), ROWS)
        window = desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        window.settles()

        opens = []
        for _ in range(3):
            # From a screen that shows no requests.
            window.go("/keys")
            window.settles()
            opens.append(self.shown_after(window, "/requests"))
        window.settles()
        filters = []
        for filter_ in ("status:404", "model:sandbox-chat attempts:1", "status:5xx"):
            filters.append(self.shown_after(window, f"/requests?q={filter_}"))
            window.settles()
        window.go("/requests")
        window.settles()
        frames = window.wait_for(FRAMES, 150)
        measured = {"opens": statistics.median(opens), "filters": statistics.median(filters), "frame": statistics.median(frames), "memory": memory()}
        print(f"with {ROWS:,} requests: opens in {measured['opens']:.0f} ms, filters in {measured['filters']:.0f} ms, "
              f"scrolls at {measured['frame']:.1f} ms a frame, takes {measured['memory']:.0f} MB", flush=True)
        for name, promised in PROMISED.items():
            with self.subTest(name):
                self.assertLess(measured[name], promised * SLACK)

    def shown_after(self, window, route):
        return window.wait_for(SHOWN_AFTER, route)


def memory():
    """Megabytes of the app and its page's processes, without what is in files and could be given back."""
    family = {pathlib.Path(f"/proc/{pid}/comm").read_text().strip(): memory_of(pid) for pid in family_of(app_process())}
    print("; ".join(f"{name}: {mapped:.0f} MB mapped, {own:.0f} MB its own" for name, (mapped, own) in family.items()), flush=True)
    return sum(own for _, own in family.values())


if __name__ == "__main__":
    unittest.main()
