"""Starts that are not the first: hidden, a second one, one whose page stays empty, one that finds its window where it was."""

import json
import os
import pathlib
import signal
import unittest

from driver import eventually
from window import Desk, app_process, page_processes
from x11 import Display

GRAPHICS = "WEBKIT_DISABLE_DMABUF_RENDERER"


def environment_of(pid):
    pairs = pathlib.Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


class Starting(unittest.TestCase):
    def desk(self, **more):
        desk = self.enterContext(Desk(self.id().rpartition(".")[2], **more))
        return desk, Display(desk.environment["DISPLAY"])

    def test_a_hidden_start_serves_without_a_window_until_one_is_wanted(self):
        desk, display = self.desk()
        desk.start("--hidden")
        eventually("it serves", lambda: "serving api=" in desk.said())
        self.assertFalse(display.is_shown())
        self.assertEqual(page_processes(), [], "no page is made that nobody wants")
        eventually("it says how to open one", lambda: "this desktop has no tray" in desk.said())
        self.assertEqual(desk.start().wait(20), 0)
        eventually("a second start opens the window", display.is_shown)

    def test_a_second_start_leaves_and_there_is_one_window(self):
        desk, display = self.desk()
        first = desk.start()
        eventually("it is shown", display.is_shown)
        window = display.window()
        second = desk.start()
        self.assertEqual(second.wait(20), 0)
        self.assertEqual((display.window(), first.poll()), (window, None))

    def test_the_window_comes_back_where_and_as_large_as_it_was(self):
        desk, display = self.desk(size="1600x1000")
        desk.remembers(on_close="quit")
        window = desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        window.resize(1010, 707)
        eventually("it has its new size", lambda: display.window()[1] == (1010, 707))
        display.press_the_cross()
        eventually("it is gone", lambda: not display.is_shown())
        eventually("the app has ended", lambda: app_process() is None)
        desk.start()
        eventually("it is shown again", display.is_shown)
        self.assertEqual(display.window()[1], (1010, 707))

    def test_a_page_that_stays_empty_starts_the_app_anew_with_safer_graphics(self):
        desk, display = self.desk(**{GRAPHICS: None})
        app = desk.start()
        # Stopped, a page's process draws nothing, as on a driver that it can not draw with.
        pages = eventually("there is a page's process", page_processes)
        for page in pages:
            os.kill(page, signal.SIGSTOP)
        eventually("the app has started anew", lambda: environment_of(app.pid).get(GRAPHICS) == "1")
        for page in pages:
            os.kill(page, signal.SIGKILL)
        eventually("the window is shown", display.is_shown)
        choices = lambda: json.loads(pathlib.Path(desk.data, "desktop.json").read_text())
        self.assertEqual(choices()["safeguard"], "no_dmabuf", "the next start has it from the beginning")
        eventually("the page has told its user", lambda: choices()["safeguard_told"])
        self.assertIsNone(app.poll(), "the same process, for whoever started it")


if __name__ == "__main__":
    unittest.main()
