"""The icon in the tray: its line follows the gateway, and its menu does without a window what it says."""

import unittest

from driver import eventually
from slow_provider import SlowProvider
from tray_host import TrayHost
from window import Desk
from x11 import Display


class Tray(unittest.TestCase):
    def setUp(self):
        self.desk = self.enterContext(Desk(self.id().rpartition(".")[2]))
        self.tray = self.enterContext(TrayHost(self.desk.environment))
        self.display = Display(self.desk.environment["DISPLAY"])

    def test_its_line_follows_the_gateway_and_its_menu_pauses_opens_and_quits(self):
        window = self.desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        gateway = window.gateway()
        serving = "Serving at " + gateway.base_url.removeprefix("http://").removesuffix("/v1")
        eventually("it serves", lambda: serving in self.tray.labels())
        for label in ("Open Turnpike", "Copy base URL", "Copy default key", "Pause", "Quit"):
            self.assertTrue(self.tray.labels()[label][1], label)

        self.tray.choose("Copy base URL")
        self.assertEqual(pasted_into(window), gateway.base_url)

        self.display.press_the_cross()
        self.assertIn("icon in the tray", window.waits_for('[data-testid="close-way-back"]'))
        window.click_away('[data-testid="close-background"]')
        eventually("the window is gone", lambda: not self.display.is_shown())

        self.tray.choose("Pause")
        eventually("it is paused", lambda: "Paused" in self.tray.labels() and gateway.chat()[0] == 503)
        self.tray.choose("Resume")
        eventually("it serves again", lambda: serving in self.tray.labels() and gateway.chat()[0] == 200)

        with SlowProvider() as slow:
            slow.join(gateway)
            asking = gateway.ask_slowly()
            eventually("what is under way is counted", lambda: f"{serving}, 1 in flight" in self.tray.labels())
            slow.let_go()
            asking.join(20)
        eventually("and no longer", lambda: serving in self.tray.labels())

        self.tray.choose("Open Turnpike")
        eventually("the window is open", self.display.is_shown)
        self.tray.choose("Quit")
        eventually("the window is gone", lambda: not self.display.is_shown())

    def test_a_spent_budget_is_told_once_to_whom_has_no_window_open(self):
        window = self.desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        gateway = window.gateway()
        window.ask_shell_and_go("close", means="background")
        eventually("the window is gone", lambda: not self.display.is_shown())
        key = gateway.admin("POST", "/keys", {"name": "a thrifty app", "preset": "app", "budget": {"credits": "0.000001", "period": "day"}})["secret"]
        for _ in range(3):
            self.assertEqual(gateway.chat(key=key)[0], 429)
        told = eventually("it is told", lambda: self.tray.notifications)
        self.assertIn("The budget of the key a thrifty app is used up", told[0])
        gateway.admin("POST", "/pause")
        eventually("later things are told", lambda: "Paused" in self.tray.labels())
        self.assertEqual(len(told), 1, "once")

    def test_a_job_is_counted_while_it_is_under_way_and_told_once_to_whom_has_no_window_open(self):
        window = self.desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        gateway = window.gateway()
        serving = "Serving at " + gateway.base_url.removeprefix("http://").removesuffix("/v1")
        window.ask_shell_and_go("close", means="background")
        eventually("the window is gone", lambda: not self.display.is_shown())
        gateway.job("music", "A horn call [takes 3s]", duration=1)
        eventually("it is counted", lambda: f"{serving}, 1 job" in self.tray.labels())
        eventually("and no longer", lambda: serving in self.tray.labels())
        gateway.job("videos", "A gate at dawn [takes 1s]", seconds=1, size="320x240")
        gateway.job("videos", "A gate that falls [fail] [takes 1s]", seconds=1, size="320x240")
        told = eventually("all are told", lambda: len(self.tray.notifications) >= 3 and self.tray.notifications)
        gateway.admin("POST", "/pause")
        eventually("later things are told", lambda: "Paused" in self.tray.labels())
        self.assertEqual(len(told), 3, "each once")
        for text in ("The music is ready: A horn call", "The video is ready: A gate at dawn", "There is no video \u201cA gate that falls"):
            self.assertTrue(any(text in each for each in told), text)

    def test_there_is_none_where_none_is_wanted(self):
        self.desk.start("--hidden", "--no-tray")
        eventually("it serves", lambda: "serving api=" in self.desk.said())
        self.assertEqual(self.desk.start().wait(20), 0)
        eventually("the window is open", self.display.is_shown)
        self.assertIsNone(self.tray.icon)


def pasted_into(window):
    """What the clipboard holds, as a field of the page gets it."""
    window.go("/keys")
    window.click('[data-testid="create-key"]')
    window.click('[data-testid="key-name"]')

    def paste():
        window.press("Control", "v")
        return window.run("return document.querySelector('[data-testid=\"key-name\"]').value")

    text = eventually("something is pasted", paste)
    window.press("Escape")
    return text


if __name__ == "__main__":
    unittest.main()
