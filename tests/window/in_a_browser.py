"""The same pages in Chromium, from `turnpike-server`: signing in, a request, a key, a theme, and the way out."""

import unittest

from browser import Browser
from driver import eventually
from window import PICTURES

BOOKED = '[data-request-id][data-state="settled"]'


class InABrowser(unittest.TestCase):
    def setUp(self):
        self.page = self.enterContext(Browser())
        self.gateway = self.page.server.gateway

    def test_the_main_flows(self):
        for step in (self.only_the_token_opens_it, self.a_test_request_is_answered, self.a_key_is_made_and_its_requests_appear, self.a_theme_stays,
                     self.every_screen_is_whole, self.a_reload_stays_signed_in):
            with self.subTest(step.__name__.replace("_", " ")):
                step()

    def only_the_token_opens_it(self):
        self.page.waits_for("form", "Admin token")
        self.assertEqual(self.page.complaints(), [])
        self.page.sign_in("not the token")
        self.page.waits_for("form", "does not accept this token")
        self.page.run("document.querySelector('input[type=password]').select()")
        self.page.sign_in()
        self.page.waits_for('[data-testid="base-url"]', "http://127.0.0.1:")

    def a_test_request_is_answered(self):
        self.page.click('[data-testid="send-test"]')
        eventually("the answer is whole", lambda: self.page.attribute('[data-testid="test-result"]', "data-phase") == "done")
        eventually("its row appears", lambda: self.page.count(BOOKED) == 1)

    def a_key_is_made_and_its_requests_appear(self):
        self.page.go("/keys")
        self.page.click('[data-testid="create-key"]')
        self.page.type('[data-testid="key-name"]', "from a browser")
        self.page.click('[data-testid="key-submit"]')
        secret = self.page.waits_for('[data-testid="key-secret"]', "tp-").strip()
        self.page.click('[data-testid="secret-done"]')
        self.page.waits_for("main", "from a browser")
        self.page.go("/requests")
        before = self.page.count("[data-request-id]")
        self.assertEqual(self.gateway.chat(key=secret)[0], 200)
        eventually("its row appears by itself", lambda: self.page.count("[data-request-id]") == before + 1)
        self.page.waits_for("main", "from a browser")

    def a_theme_stays(self):
        for theme in ("dark", "contrast", "light"):
            self.page.dress(theme)
            self.page.waits_for("main")

    def every_screen_is_whole(self):
        for name, route in {"overview": "/", "requests": "/requests", "keys": "/keys", "providers": "/providers", "playground": "/playground", "files": "/files", "settings": "/settings"}.items():
            with self.subTest(screen=name):
                self.page.go(route)
                self.page.settles()
                self.assertEqual(self.page.complaints(), [])
                self.page.picture(PICTURES / f"browser-{name}.png")

    def a_reload_stays_signed_in(self):
        self.page.reload()
        self.page.waits_for('[data-testid="serving"]')
        self.assertEqual(self.page.count("input[type=password]"), 0)


if __name__ == "__main__":
    unittest.main()
