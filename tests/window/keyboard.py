"""From the start to a key that works, and on to a theme, with nothing but keys."""

import unittest

from driver import eventually
from window import Desk

MOST_TABS = 80


class Keyboard(unittest.TestCase):
    def setUp(self):
        self.desk = self.enterContext(Desk(self.id().rpartition(".")[2]))
        self.window = self.desk.window()
        self.window.waits_for('[data-testid="base-url"]', "http://")

    def test_a_key_is_made_without_a_mouse(self):
        self.tab_to('nav a[href$="#/keys"]')
        self.window.press("Enter")
        self.window.waits_for('[data-testid="create-key"]')
        self.tab_to('[data-testid="create-key"]')
        self.window.press("Enter")
        eventually("the name has the focus", lambda: self.focused('[data-testid="key-name"]'))
        self.window.write("typed")
        self.tab_to('[data-testid="key-submit"]')
        self.window.press("Enter")
        secret = self.window.waits_for('[data-testid="key-secret"]', "tp-").strip()
        self.tab_to('[data-testid="secret-done"]')
        self.window.press("Enter")
        eventually("the dialog is gone", lambda: self.window.count("[role=dialog]") == 0)
        self.window.waits_for("main", "typed")
        self.assertEqual(self.window.gateway().chat(key=secret)[0], 200)

    def tab_to(self, selector):
        for _ in range(MOST_TABS):
            if self.focused(selector):
                return
            self.window.press("Tab")
        self.fail(f"{selector} can not be reached by Tab")

    def focused(self, selector):
        return self.window.run("return document.activeElement?.matches(arguments[0]) ?? false", selector)


if __name__ == "__main__":
    unittest.main()
