"""What the page may ask of the app around it, and what it may not."""

import pathlib
import unittest

from window import Desk


class Shell(unittest.TestCase):
    def setUp(self):
        self.desk = self.enterContext(Desk(self.id().rpartition(".")[2]))
        self.home = pathlib.Path(self.desk.environment["HOME"])
        self.window = self.desk.window()
        self.window.waits_for('[data-testid="base-url"]', "http://")

    def test_files_are_saved_among_the_downloads_and_nowhere_else(self):
        save = """const [name, done] = arguments
            window.__TAURI_INTERNALS__.invoke("save_file", new TextEncoder().encode("a,b"), { headers: { name } }).then(done, (error) => done(`refused: ${error}`))"""
        saved = [pathlib.Path(self.window.wait_for(save, name)) for name in ("requests.csv", "requests.csv", "../../escaped.csv")]
        self.assertEqual([path.name for path in saved], ["requests.csv", "requests (1).csv", "-..-escaped.csv"])
        for path in saved:
            self.assertEqual((path.parent, path.read_text()), (self.home / "Downloads", "a,b"))

    def test_it_starts_at_login_when_told_and_without_a_window(self):
        self.assertIs(self.window.ask_shell("preferences", change={})["start_at_login"], False)
        self.assertIs(self.window.ask_shell("preferences", change={"start_at_login": True})["start_at_login"], True)
        entry = (self.home / ".config/autostart/Turnpike.desktop").read_text()
        self.assertRegex(entry, r"Exec=.*turnpike.* --hidden")
        self.assertIs(self.window.ask_shell("preferences", change={"start_at_login": False})["start_at_login"], False)

    def test_what_closing_means_can_be_forgotten_again(self):
        for means in ("background", None, "quit"):
            self.assertEqual(self.window.ask_shell("preferences", change={"on_close": means})["on_close"], means)
        self.assertEqual(self.window.ask_shell("preferences", change={"theme": "dark"})["on_close"], "quit", "another change leaves it alone")

    def test_no_other_page_takes_the_place_of_the_app(self):
        for elsewhere in ("https://example.com/", self.window.gateway().base_url):
            self.window.run("location.href = arguments[0]", elsewhere)
            self.window.run("window.open(arguments[0])", elsewhere)
        self.window.settles()
        self.assertTrue(self.window.run("return location.href").startswith("tauri://localhost"))
        self.assertEqual(len(self.window.pages()), 1)
        for url in ("http://example.com/", "file:///etc/passwd"):
            with self.assertRaisesRegex(AssertionError, "only https"):
                self.window.ask_shell("open_link", url=url)


if __name__ == "__main__":
    unittest.main()
