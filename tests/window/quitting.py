"""Quitting with a request in flight: the user is asked, and what they say is done."""

import unittest

from driver import eventually
from slow_provider import SlowProvider
from window import PICTURES, Desk
from x11 import Display


class Quitting(unittest.TestCase):
    def setUp(self):
        self.desk = self.enterContext(Desk(self.id().rpartition(".")[2]))
        self.desk.remembers(on_close="quit")
        self.display = Display(self.desk.environment["DISPLAY"])
        self.slow = self.enterContext(SlowProvider())
        self.window = self.desk.window()
        self.window.waits_for('[data-testid="base-url"]', "http://")
        self.gateway = self.window.gateway()
        self.slow.join(self.gateway)
        self.asking = self.gateway.ask_slowly()
        self.addCleanup(self.asking.join)
        self.addCleanup(self.slow.let_go)
        self.assertTrue(self.slow.asked.wait(20))

    def ask(self):
        self.display.press_the_cross()
        self.window.waits_for("[role=dialog]", "1 request is in flight")

    def ends(self):
        eventually("the window is gone", lambda: not self.display.is_shown())

    def test_waiting_lets_the_request_end_and_turns_new_ones_away(self):
        self.ask()
        self.assertEqual(self.window.complaints(), [])
        self.window.picture(PICTURES / "quit.png")
        self.window.click('[data-testid="quit-cancel"]')
        eventually("the question is gone", lambda: self.window.count('[data-testid="quit-wait"]') == 0)
        self.assertEqual(self.gateway.chat()[0], 200, "nothing has changed")

        self.ask()
        self.window.click('[data-testid="quit-wait"]')
        eventually("new requests are turned away", lambda: self.gateway.chat()[0] == 503)
        self.assertTrue(self.display.is_shown(), "it waits")
        self.slow.let_go()
        self.asking.join(20)
        status, body = self.asking.answer
        self.assertEqual(status, 200)
        self.assertIn("but surely", body)
        self.assertIn("[DONE]", body)
        self.ends()

    def test_quitting_now_cuts_it_off(self):
        self.ask()
        self.window.click_away('[data-testid="quit-now"]')
        self.ends()
        self.asking.join(20)
        self.assertNotIn("but surely", str(self.asking.answer), "nobody waited for the rest")


if __name__ == "__main__":
    unittest.main()
