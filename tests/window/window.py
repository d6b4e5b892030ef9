"""The app's real window on a display of its own, driven as a user would: by WebKit's own driver.

Learned the hard way: a capability `browserName` opens a browser instead of the app; a driver that is left over on a
port serves an empty browser without a word, so ports are new each time and the answer has to say `wry`; only the
whole process group ends together; and a picture of a page that does not change waits for a repaint that never comes.
"""

import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

DEADLINE = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(what, condition, deadline=DEADLINE):
    """The first true value of `condition`; fails by name at the deadline."""
    end = time.monotonic() + deadline
    while True:
        with contextlib.suppress(OSError, WindowError):
            value = condition()
            if value:
                return value
        if time.monotonic() > end:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.02)


class WindowError(Exception):
    """What the driver answers when it can not do what was asked."""


class Window:
    """The app in its window. `environment` is added to this process's own."""

    def __init__(self, app, environment, log, size="1280x800"):
        self.groups = []
        try:
            self.open(os.path.abspath(app), environment, log, size)
        except BaseException:
            self.close()
            raise

    def open(self, app, environment, log, size):
        read, write = os.pipe()
        # Xvfb picks a free display and tells which, so no two runs ever meet.
        self.spawn(["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24", "-nolisten", "tcp"], None, subprocess.DEVNULL, pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as told:
            display = ":" + told.readline().strip()
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "TAURI_WEBVIEW_AUTOMATION": "true", "NO_AT_BRIDGE": "1",
                       "WEBKIT_DISABLE_DMABUF_RENDERER": "1", **environment}
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.spawn(["dbus-run-session", "--", "WebKitWebDriver", f"--port={port}"], environment, log)
        eventually("the driver answers", lambda: self.call("GET", "/status") is not None)
        self.started = time.monotonic()
        options = {"webkitgtk:browserOptions": {"binary": app, "args": []}}
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": options}})
        self.session = f"/session/{session['sessionId']}"
        if session["capabilities"].get("browserName") != "wry":
            raise AssertionError(f"not the app's window: {session}")

    def spawn(self, command, environment, output, **more):
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **more)
        self.groups.append(process)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise WindowError(error.read().decode()[:500]) from None

    def run(self, script, *arguments):
        """What a script in the page returns."""
        return self.call("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def text(self, selector):
        """The text of the first element, or nothing."""
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def count(self, selector):
        return self.run("return document.querySelectorAll(arguments[0]).length", selector)

    def attribute(self, selector, name):
        return self.run("return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null", selector, name)

    def waits_for(self, selector, text=""):
        """The text of an element, once it is there and holds `text`."""
        return eventually(f"{selector} says {text!r}", lambda: self.count(selector) and text in self.text(selector) and (self.text(selector) or " "))

    def click(self, selector):
        self.waits_for(selector)
        self.call("POST", f"{self.session}/element/{self.element(selector)}/click", {})

    def type(self, selector, text):
        self.waits_for(selector)
        self.call("POST", f"{self.session}/element/{self.element(selector)}/value", {"text": text})

    def element(self, selector):
        found = self.call("POST", self.session + "/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def picture(self, file):
        self.run("""window.painting = setInterval(() => {
            document.documentElement.style.outline = `1px solid rgba(0, 0, 0, ${Math.random() / 1000})` }, 30)""")
        try:
            data = base64.b64decode(self.call("GET", self.session + "/screenshot"))
        finally:
            self.run("clearInterval(window.painting); document.documentElement.style.outline = ''")
        with open(file, "wb") as picture:
            picture.write(data)

    def close(self):
        if hasattr(self, "session"):
            with contextlib.suppress(WindowError, OSError):
                self.call("DELETE", self.session)
        for process in reversed(self.groups):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
