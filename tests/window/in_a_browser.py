"""The same pages in Chromium, from `turnpike-server`: signing in, a request, a key, a theme, and the way out."""

import unittest

from browser import Browser
from driver import eventually
from window import PICTURES

CARD = '[data-testid="job-card"]'
# The newest one, where one is looked at.
JOB = "[data-job-id]"
BOOKED = '[data-request-id][data-state="settled"]'


class InABrowser(unittest.TestCase):
    def setUp(self):
        self.page = self.enterContext(Browser())
        self.gateway = self.page.server.gateway

    def test_the_main_flows(self):
        for step in (self.only_the_token_opens_it, self.a_test_request_is_answered, self.a_key_is_made_and_its_requests_appear, self.an_image_is_drawn_and_edited,
                     self.a_film_is_made_and_followed, self.music_plays, self.a_job_that_fails_says_why, self.a_theme_stays, self.every_screen_is_whole, self.a_reload_stays_signed_in):
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
        self.page.click('[aria-label="Save to Files"]')
        self.page.click('[aria-label="Show in Files"]')
        self.page.waits_for('aside a[href*="/requests?id="]', "sandbox-image")

    def a_film_is_made_and_followed(self):
        self.asks_for("video", "A gate at dawn [takes 1s]", seconds=1, size="320x240")
        self.page.waits_for(CARD, "completed")
        self.assertRegex(self.page.text(CARD), r"settled \d")
        self.page.click(f'{CARD} a[href*="/jobs?id="]')
        timeline = self.page.waits_for('[data-testid="timeline"]', "Completed")
        for step in ("Asked for", "Taken by the provider", "Done there, fetching"):
            self.assertIn(step, timeline)
        row = self.page.waits_for(JOB, "A gate at dawn")
        self.assertRegex(row, r"completed[\s\S]*settled \d")
        eventually("the film can be played", lambda: self.page.run("return document.querySelector('aside video')?.duration") == 1)
        self.assertEqual(self.page.complaints(), [])
        self.page.picture(PICTURES / "browser-job.png")
        self.page.click('aside a[href*="/files?id="]')
        self.page.waits_for("aside", "video/mp4")

    def music_plays(self):
        self.asks_for("music", "Calm strings [takes 1s]", seconds=2)
        self.page.waits_for("audio")
        eventually("it says how long it is", lambda: abs(self.page.run("return document.querySelector('audio').duration") - 2) < 0.1)
        self.page.click('button[aria-label^="Play"]')
        eventually("it plays", lambda: self.page.run("return document.querySelector('audio').currentTime") > 0.5)
        self.page.waits_for(CARD, "completed")

    def a_job_that_fails_says_why(self):
        self.asks_for("video", "A gate that falls [fail] [takes 1s]", seconds=1, size="320x240")
        why = self.page.waits_for(f'{CARD} [data-testid="explanation"]')
        self.assertIn("The provider ended it without a result. Nothing was charged.", why)
        self.page.go("/jobs")
        eventually("it stands above the others", lambda: self.page.count(JOB) == 3 and "failed" in self.page.text(JOB))
        self.page.settles()
        self.assertEqual(self.page.complaints(), [])
        self.page.click(f"{JOB} button")
        self.page.waits_for("aside", "sandbox_failed")
        self.assertEqual(self.page.complaints(), [])
        self.page.picture(PICTURES / "browser-job-failed.png")
        # Its request was accepted, and is none that went well.
        self.page.click('aside a[href*="/requests?id="]')
        self.page.waits_for("aside", "failed: sandbox_failed")
        self.assertEqual(self.page.complaints(), [])
        self.page.click('aside a[href*="/jobs?q="]')
        eventually("only its job is there", lambda: self.page.count(JOB) == 1 and "A gate that falls" in self.page.text(JOB))

    def asks_for(self, panel, prompt, seconds, size=None):
        self.page.go(f"/playground?panel={panel}")
        for selector, text in {"[data-asked]": prompt, "input[inputmode=decimal]": str(seconds), '[placeholder="1280x720"]': size}.items():
            if text:
                self.page.waits_for(selector)
                self.page.run("document.querySelector(arguments[0]).select()", selector)
                self.page.type(selector, text)
        self.page.click('[data-testid="playground-run"]')

    def a_theme_stays(self):
        for theme in ("dark", "contrast", "light"):
            self.page.dress(theme)
            self.page.waits_for("main")

    def every_screen_is_whole(self):
        for name, route in {"overview": "/", "requests": "/requests", "keys": "/keys", "providers": "/providers", "playground": "/playground?panel=chat", "jobs": "/jobs", "files": "/files", "settings": "/settings"}.items():
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
