"""A new user's first minutes in the real window: it starts, a test request is answered, its row appears by itself,
a fallback shows both of its attempts, and a key is made and works."""

import json
import subprocess
import time
import unittest

from driver import eventually
from window import PICTURES, Desk

ROWS = "[data-request-id]"
BOOKED = '[data-request-id][data-state="settled"]'


def chat_by_curl(base_url, secret, model):
    """A chat as any program would have it; gives the status, the headers and the body."""
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": "Hello from outside"}]})
    command = ["curl", "--silent", "--include", f"{base_url}/chat/completions", "-H", f"Authorization: Bearer {secret}",
               "-H", "Content-Type: application/json", "-d", body]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    head, _, body = told.replace("\r\n", "\n").partition("\n\n")
    headers = dict(line.lower().split(": ", 1) for line in head.split("\n")[1:])
    return int(head.split()[1]), headers, json.loads(body)


class FirstMinutes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = cls.enterClassContext(Desk("first-minutes"))
        cls.window = cls.desk.window()

    def test_the_first_minutes(self):
        for step in (self.it_starts, self.a_test_request_is_answered_and_its_row_appears, self.a_request_from_outside_appears_by_itself,
                     self.its_detail_shows_both_attempts, self.a_key_is_made_and_works, self.the_key_is_disabled_and_works_no_more):
            with self.subTest(step.__name__.replace("_", " ")):
                step()

    def it_starts(self):
        base_url = self.window.waits_for('[data-testid="base-url"]', "http://127.0.0.1:")
        self.assertTrue(base_url.endswith("/v1"), base_url)
        self.window.waits_for('[data-testid="connect-key"]', "tp-")
        self.window.waits_for('[data-testid="example"]', base_url)
        type(self).base_url = base_url
        print(f"drawn {time.monotonic() - self.window.started:.2f} s after the start", flush=True)
        self.assertNotIn("has not drawn itself", self.desk.said(), "the window is shown when its page is drawn, not by patience")
        self.assertEqual(self.window.count(ROWS), 0, "a first start has no requests")
        self.window.picture(PICTURES / "cold-start.png")

    def a_test_request_is_answered_and_its_row_appears(self):
        self.window.click('[data-testid="send-test"]')
        result = '[data-testid="test-result"]'
        eventually("the answer is whole", lambda: self.window.attribute(result, "data-phase") == "done")
        self.assertEqual(self.window.text('[data-testid="test-status"]').strip(), "200")
        self.assertIn("sandbox", self.window.text(result).lower())
        eventually("its row appears", lambda: self.window.count(BOOKED) == 1)
        self.assertIn("sandbox-chat", self.window.text(BOOKED))
        self.window.picture(PICTURES / "test-request.png")

    def a_request_from_outside_appears_by_itself(self):
        # The whole example, as the copy button gives it, is in the page only masked: reveal the key first.
        self.window.click('[data-testid="connect-key"] + button')
        secret = eventually("the key is shown", lambda: "•" not in (text := self.window.text('[data-testid="connect-key"]')) and text)
        status, headers, body = chat_by_curl(self.base_url, secret, "sandbox-overloaded")
        self.assertEqual((status, headers["x-fallback-depth"], headers["x-model-used"]), (200, "1", "sandbox-chat"), body)
        row = f'[data-request-id="{headers["x-request-id"]}"]'
        eventually("the row appears, without a reload", lambda: self.window.attribute(row, "data-state") == "settled")
        type(self).fallen = headers["x-request-id"]

    def its_detail_shows_both_attempts(self):
        self.window.click(f'[data-request-id="{self.fallen}"]')
        self.window.waits_for("aside", self.fallen)
        routing = "[...document.querySelectorAll('aside [role=tab]')].find(tab => tab.innerText.startsWith('Routing'))"
        eventually("the tab is there", lambda: self.window.run(f"return Boolean({routing})"))
        self.window.run(f"{routing}.click()")
        tried = self.window.waits_for("aside ol", "sandbox-overloaded")
        self.assertEqual(self.window.count("aside ol > li"), 2)
        self.assertIn("sandbox-chat", tried)
        self.assertIn("529", tried)
        self.window.picture(PICTURES / "fallback.png")

    def a_key_is_made_and_works(self):
        self.window.click('nav a[href$="#/keys"]')
        self.window.click('[data-testid="create-key"]')
        self.window.type('[data-testid="key-name"]', "made in the window")
        self.window.picture(PICTURES / "new-key.png")
        self.window.click('[data-testid="key-submit"]')
        secret = self.window.waits_for('[data-testid="key-secret"]', "tp-").strip()
        status, headers, body = chat_by_curl(self.base_url, secret, "sandbox-chat")
        self.assertEqual(status, 200, body)
        self.window.click('[data-testid="secret-done"]')
        eventually("the dialog is closed", lambda: self.window.count('[data-testid="key-secret"]') == 0)
        self.window.waits_for("main", "made in the window")
        self.assertNotIn(secret, self.window.run("return document.documentElement.innerHTML"), "a secret is shown once")
        self.window.picture(PICTURES / "keys.png")
        self.window.click('nav a[href$="#/requests"]')
        row = f'[data-request-id="{headers["x-request-id"]}"]'
        self.window.waits_for(row, "made in the window")
        self.window.picture(PICTURES / "requests.png")
        type(self).made = secret

    def the_key_is_disabled_and_works_no_more(self):
        self.window.click('nav a[href$="#/keys"]')
        self.window.click('[data-key-id] [aria-label*="made in the window"]')
        self.window.waits_for("[role=menu]", "Disable")
        disable = "[...document.querySelectorAll('[role=menuitem]')].find(item => item.innerText.startsWith('Disable'))"
        self.window.run(f"{disable}.click()")
        self.window.waits_for("main", "disabled")
        status, _, body = chat_by_curl(self.base_url, self.made, "sandbox-chat")
        self.assertEqual((status, body["error"]["code"]), (401, "invalid_api_key"))


if __name__ == "__main__":
    unittest.main()
