"""Every screen in every theme: nothing for axe to complain of, and a picture at both sizes for people to look at."""

import unittest

from driver import eventually
from sample import fill
from window import PICTURES, Desk

THEMES = ("light", "dark", "contrast")
SIZES = ((1280, 800), (900, 600))


class Screens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = cls.enterClassContext(Desk("screens"))
        cls.window = cls.desk.window()
        cls.window.waits_for('[data-testid="base-url"]', "http://")
        cls.empty_seen = False
        (PICTURES / "screens").mkdir(exist_ok=True)

    def test_every_screen_in_every_theme(self):
        self.look("empty")
        fallen = fill(self.window.gateway())
        self.look("full", fallen)

    def look(self, state, fallen=None):
        routes = {"overview": "/", "requests": "/requests", "keys": "/keys", "providers": "/providers", "playground": "/playground?panel=chat", "images": "/playground?panel=images", "jobs": "/jobs", "files": "/files", "settings": "/settings"}
        if fallen:
            routes["request"] = f"/requests?id={fallen}"
            for job in self.window.gateway().admin("GET", "/jobs")["data"]:
                routes[f"{job['kind']}-{job['state']}"] = f"/jobs?id={job['id']}"
            routes["file"] = f"/files?id={self.window.gateway().admin('GET', '/files?kind=image')['data'][0]['id']}"
        for theme in THEMES if state == "full" else THEMES[:2]:
            self.window.dress(theme)
            for name, route in routes.items():
                self.window.go(route)
                for width, height in SIZES:
                    self.window.resize(width, height)
                    self.window.settles()
                    self.window.picture(PICTURES / "screens" / f"{name}-{state}-{theme}-{width}.png")
                    with self.subTest(screen=name, theme=theme, width=width, state=state):
                        self.assertEqual(self.window.complaints(), [])
                        self.assertLessEqual(self.window.run("return document.documentElement.scrollWidth - innerWidth"), 0, "nothing is beyond the edge")


if __name__ == "__main__":
    unittest.main()
