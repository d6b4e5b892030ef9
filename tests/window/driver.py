"""A page, driven by a WebDriver as a user would: clicks, keys, what it says, how it looks, whether everybody can use it.
Knows nothing of what shows the page; `window.py` and `browser.py` do."""

import base64
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

DEADLINE = 30
AXE = pathlib.Path(__file__).parents[2] / "ui/node_modules/axe-core/axe.min.js"
# As WebDriver names keys that are no letters.
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Space": " ", "Shift": "\ue008", "Control": "\ue009", "Down": "\ue015"}


class PageError(Exception):
    """What the driver answers when it can not do what was asked."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(what, condition, deadline=DEADLINE):
    """The first true value of `condition`; fails by name at the deadline."""
    end = time.monotonic() + deadline
    while True:
        with contextlib.suppress(OSError, PageError):
            value = condition()
            if value:
                return value
        if time.monotonic() > end:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.02)


class Processes:
    """What was started, ended again as whole groups, the last one first."""

    def __init__(self):
        self.groups = []

    def start(self, command, environment, output, **more):
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **more)
        self.groups.append(process)
        return process

    def display(self, size):
        """A display of its own. Xvfb picks a free one and tells which, so no two runs ever meet."""
        read, write = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24", "-nolisten", "tcp", "-noreset"], None, subprocess.DEVNULL, pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as told:
            return ":" + told.readline().strip()

    def end(self):
        for process in reversed(self.groups):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.groups.clear()


class Page:
    """A session of a driver that answers at `base`."""

    def __init__(self, base, capabilities):
        self.base = base
        eventually("the driver answers", lambda: self.call("GET", "/status") is not None)
        answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.capabilities = answer["capabilities"]
        self.session = f"/session/{answer['sessionId']}"

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise PageError(error.read().decode()[:500]) from None

    def run(self, script, *arguments):
        """What a script in the page returns."""
        return self.call("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def wait_for(self, script, *arguments):
        """What a script in the page hands to its last argument."""
        return self.call("POST", self.session + "/execute/async", {"script": script, "args": list(arguments)})

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

    def click_away(self, selector):
        """Clicks on what ends the page, perhaps before the driver has answered."""
        self.waits_for(selector)
        with contextlib.suppress(PageError):
            self.click(selector)

    def type(self, selector, text):
        self.waits_for(selector)
        self.call("POST", f"{self.session}/element/{self.element(selector)}/value", {"text": text})

    def element(self, selector):
        found = self.call("POST", self.session + "/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def press(self, *chord):
        """One key, or several at once: `press("Control", "k")`."""
        keys = [KEYS.get(key, key) for key in chord]
        strokes = [{"type": "keyDown", "value": key} for key in keys] + [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.call("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})

    def write(self, text):
        """Types letter by letter into whatever has the focus."""
        for letter in text:
            self.press(letter)

    def go(self, route):
        """Opens one of the app's own routes."""
        self.run("location.hash = arguments[0]", route)

    def settles(self):
        """Waits until the page says the same for a while and loads nothing more."""
        says = "return document.body.innerText + document.querySelectorAll('[aria-label=Loading], [aria-busy=true]').length"

        def same():
            before = self.run(says)
            time.sleep(0.15)
            return before.endswith("0") and before == self.run(says)

        eventually("the page has settled", same)

    def dress(self, theme):
        """Starts the page anew in a theme: system, light, dark or contrast."""
        self.run("localStorage.setItem('turnpike.theme', arguments[0])", theme)
        self.reload()
        eventually("the theme is on", lambda: self.attribute("html", "data-theme") == (None if theme == "system" else theme))

    def reload(self):
        self.call("POST", self.session + "/refresh", {})

    def resize(self, width, height):
        self.call("POST", self.session + "/window/rect", {"width": width, "height": height})
        eventually("the window has its size", lambda: self.run("return [innerWidth, innerHeight]")[0] <= width)

    def complaints(self):
        """What axe finds wrong in what stays when nothing fades in or out any more, as `rule: where`."""
        self.run(AXE.read_text() + ";window.axe = axe")
        found = self.wait_for("""const done = arguments[0]
            const fading = document.getAnimations().filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
            // A label that is scrolled out of sight is none to this rule.
            Promise.allSettled(fading.map((animation) => animation.finished)).then(() => axe.run(document, { rules: { "label-title-only": { enabled: false } } })).then((found) => done(found.violations), (error) => done([{ id: String(error), nodes: [] }]))""")
        return [f"{rule['id']}: {' '.join(str(node['target'][0]) for node in rule['nodes'])}" for rule in found]

    def picture(self, file):
        # A picture of a page that does not change waits for a repaint that never comes.
        self.run("""let turn = 0
            window.painting = setInterval(() => { document.documentElement.style.outline = `1px solid rgb(0 0 0 / ${(turn++ % 2) + 1}%)` }, 30)""")
        try:
            data = base64.b64decode(self.call("GET", self.session + "/screenshot"))
        finally:
            self.run("clearInterval(window.painting); document.documentElement.style.outline = ''")
        with open(file, "wb") as picture:
            picture.write(data)

    def leave(self):
        with contextlib.suppress(PageError, OSError):
            self.call("DELETE", self.session)
