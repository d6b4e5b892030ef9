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
        for step in (self.only_the_token_opens_it, self.a_test_request_is_answered, self.a_key_is_made_and_its_requests_appear, self.an_image_is_drawn_and_edited, self.a_theme_stays,
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

    def an_image_is_drawn_and_edited(self):
        self.page.go("/playground?panel=images")
        self.page.type("[data-prompt]", "A gate at dawn")
        self.page.click('[data-testid="playground-run"]')
        self.page.click('[aria-label="Open image 1"]')
        self.page.waits_for("[role=dialog]", "1024 × 1024")
        self.assertEqual(self.page.complaints(), [])
        self.page.press("Escape")
        eventually("the image is closed", lambda: self.page.count("[role=dialog]") == 0)
        self.page.click('[aria-label="Edit this image"]')
        self.page.click('[data-testid="paint-mask"]')
        self.page.waits_for("canvas")
        self.page.run("document.querySelector('canvas').focus()")
        for chord in (("Space",), ("Shift", "Down"), ("Shift", "Down")):
            self.page.press(*chord)
        self.assertEqual(self.page.complaints(), [])
        self.page.picture(PICTURES / "browser-mask.png")
        self.page.click('[data-testid="use-mask"]')
        self.page.waits_for('[data-testid="given"]', "with a mask")
        self.page.type("[data-prompt]", ", in snow")
        self.page.click('[data-testid="playground-run"]')
        eventually("the edit stands above the image", lambda: self.page.count('[aria-label="Open image 1"]') == 2)
        # Brought back small enough to compare: what was not painted is as it was.
        changed = self.page.wait_for("""const done = arguments[0]
            const pixels = (image) => {
                const canvas = Object.assign(document.createElement('canvas'), { width: 9, height: 9 })
                const context = canvas.getContext('2d', { willReadFrequently: true })
                context.imageSmoothingEnabled = false
                context.drawImage(image, 0, 0, 9, 9)
                return [...context.getImageData(0, 0, 9, 9).data]
            }
            const images = [...document.querySelectorAll('[aria-label="Open image 1"] img')]
            Promise.all(images.map((image) => image.decode())).then(() => {
                const [edited, first] = images.map(pixels)
                const at = (x, y) => [0, 1, 2].some((part) => edited[(y * 9 + x) * 4 + part] !== first[(y * 9 + x) * 4 + part])
                done([at(4, 4), at(0, 0), at(8, 8)])
            })""")
        self.assertEqual(changed, [True, False, False], "in the middle only, where it was painted")

    def a_theme_stays(self):
        for theme in ("dark", "contrast", "light"):
            self.page.dress(theme)
            self.page.waits_for("main")

    def every_screen_is_whole(self):
        for name, route in {"overview": "/", "requests": "/requests", "keys": "/keys", "providers": "/providers", "playground": "/playground?panel=chat", "files": "/files", "settings": "/settings"}.items():
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
