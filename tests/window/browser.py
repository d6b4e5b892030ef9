"""Chromium on what `turnpike-server --ui` serves."""

import os
import pathlib
import subprocess

from driver import Page, Processes, free_port
from server import Server, TOKEN

UI = pathlib.Path(__file__).parents[2] / "ui/dist"


class Browser(Page):
    """A server and a browser on it, not signed in yet. Use as a context."""

    def __init__(self, size="1280,800"):
        self.processes = Processes()
        self.server = Server(None, "--ui", str(UI)).__enter__()
        try:
            port = free_port()
            self.processes.start(["chromedriver", f"--port={port}"], {**os.environ}, subprocess.DEVNULL)
            arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--window-size={size}"]
            super().__init__(f"http://127.0.0.1:{port}", {"browserName": "chrome", "goog:chromeOptions": {"args": arguments}})
            self.call("POST", self.session + "/url", {"url": self.server.origin + "/"})
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if hasattr(self, "session"):
            self.leave()
        self.processes.end()
        self.server.__exit__()

    def sign_in(self, token=TOKEN):
        self.type("input[type=password]", token)
        self.click("form button[type=submit]")
