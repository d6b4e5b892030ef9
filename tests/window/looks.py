"""The theme: on before the first paint, kept across starts, told to the app, and following the system."""

import json
import pathlib
import unittest

from driver import eventually
from window import Desk
from x11 import Display


class Looks(unittest.TestCase):
    def test_a_theme_is_on_at_the_next_start_before_anything_is_drawn(self):
        desk = self.enterContext(Desk(self.id().rpartition(".")[2]))
        desk.remembers(on_close="quit")
        window = desk.window()
        window.waits_for('[data-testid="base-url"]', "http://")
        window.dress("dark")
        eventually("the app knows", lambda: json.loads(pathlib.Path(desk.data, "desktop.json").read_text()).get("theme") == "dark")
        self.assertLess(lightness(window), 60, "dark is dark")
        Display(desk.environment["DISPLAY"]).press_the_cross()
        eventually("the session is over", lambda: not running(window))

        window = desk.window()
        # Set by a script in the page's head, so it is there as soon as anything is.
        self.assertEqual(window.attribute("html", "data-theme"), "dark")
        window.waits_for('[data-testid="base-url"]', "http://")
        window.dress("light")
        self.assertGreater(lightness(window), 200, "light is light")


def running(window):
    try:
        return bool(window.pages())
    except Exception:
        return False


def lightness(page):
    """Of what is behind the page's right edge, from 0 to 255."""
    colour = page.run("""for (let at = document.elementFromPoint(innerWidth - 4, innerHeight / 2); at; at = at.parentElement) {
            const { backgroundColor } = getComputedStyle(at)
            if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor
        }
        return "rgb(255, 255, 255)" """)
    return sum(int(part) for part in colour.strip("rgba()").split(",")[:3]) / 3


if __name__ == "__main__":
    unittest.main()
