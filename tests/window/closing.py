"""Closing the window: asked once, the gateway goes on, the page's process and its memory are gone, and it opens again."""

import unittest

from driver import eventually
from window import PICTURES, Desk, app_process, memory_of, page_processes
from x11 import Display

# Beside it, pages of the system's libraries and of the program's own file are mapped, which the system takes back at will.
MOST_MB = 80


class Closing(unittest.TestCase):
    def setUp(self):
        self.desk = self.enterContext(Desk(self.id().rpartition(".")[2]))
        self.display = Display(self.desk.environment["DISPLAY"])

    def test_the_first_close_asks_and_the_gateway_goes_on_without_a_window(self):
        window = self.desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        gateway = window.gateway()
        self.display.press_the_cross()
        self.assertIn("Start Turnpike once more", window.waits_for('[data-testid="close-way-back"]'), "there is no tray here to open it from")
        self.assertEqual(window.complaints(), [])
        window.picture(PICTURES / "close.png")
        window.press("Escape")
        eventually("the sheet is closed", lambda: window.count('[data-testid="close-background"]') == 0)
        self.assertTrue(self.display.is_shown(), "no answer is not a yes")

        self.display.press_the_cross()
        window.click_away('[data-testid="close-background"]')
        eventually("the window is gone", lambda: not self.display.is_shown())
        eventually("its page's process is gone", lambda: not page_processes())
        self.assertEqual(gateway.chat()[0], 200, "the gateway does not notice")
        mapped, own = memory_of(app_process())
        print(f"without its window: {mapped:.0f} MB mapped, {own:.0f} MB its own", flush=True)
        self.assertLess(own, MOST_MB)

        self.assertEqual(self.desk.start().wait(20), 0, "a second start wakes the first and leaves")
        window.take_new_page()
        window.waits_for('[data-testid="base-url"]', gateway.base_url)
        eventually("it is shown", self.display.is_shown)
        self.display.press_the_cross()
        eventually("it closes without asking again", lambda: not self.display.is_shown())
        self.assertEqual(gateway.chat()[0], 200)

    def test_an_app_that_is_told_to_quit_on_close_quits(self):
        self.desk.remembers(on_close="quit")
        app = self.desk.start()
        eventually("it is shown", self.display.is_shown)
        self.display.press_the_cross()
        self.assertEqual(app.wait(20), 0)


if __name__ == "__main__":
    unittest.main()
