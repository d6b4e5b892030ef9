"""The app in its real window, on a display and a session bus of its own, with a new data directory and free ports.

Learned the hard way: a capability `browserName` opens a browser instead of the app; a driver that is left over on a
port serves an empty browser without a word, so ports are new each time and the answer has to say `wry`; and only the
whole process group ends together.
"""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

from driver import Page, PageError, Processes, eventually, free_port

APP = os.path.abspath(os.environ["TURNPIKE_APP"])
PICTURES = pathlib.Path(os.environ["TURNPIKE_PICTURES"])


class Desk:
    """A display, a session bus and a data directory: what the app needs around it. Use as a context."""

    def __init__(self, name, size="1280x800", data=None, **environment):
        self.name = name
        self.processes = Processes()
        self.folder = tempfile.TemporaryDirectory(prefix="turnpike-window-") if data is None else None
        self.data = data or self.folder.name
        self.log = open(PICTURES / f"{name}.log", "w+")
        home = pathlib.Path(self.data) / "home"
        home.mkdir(exist_ok=True)
        self.environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "DISPLAY": self.processes.display(size), "GDK_BACKEND": "x11",
                            "NO_AT_BRIDGE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "TURNPIKE_DATA_DIR": str(self.data), "TURNPIKE_LISTEN": "127.0.0.1:0",
                            "TURNPIKE_SECRETS": "file", **environment}
        for left_out in [name for name, value in self.environment.items() if value is None]:
            del self.environment[left_out]
        bus = subprocess.run(["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"], env=self.environment, stdout=subprocess.PIPE, stderr=self.log,
                             text=True, check=True)
        address, pid = bus.stdout.split()
        self.bus = int(pid)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.processes.end()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.bus, signal.SIGTERM)
        self.log.close()
        if self.folder:
            # What the bus had started writes its last while it ends.
            eventually("the data directory is let go", lambda: self.folder.cleanup() or True)

    def start(self, *arguments):
        """The app alone, as from a menu."""
        return self.processes.start([APP, *arguments], self.environment, self.log)

    def window(self, *arguments):
        """The app with its page in our hands."""
        return Window(self, arguments)

    def said(self):
        """The app's log so far."""
        self.log.flush()
        return pathlib.Path(self.log.name).read_text()

    def remembers(self, **choices):
        """Answers that the user gave in an earlier start."""
        pathlib.Path(self.data, "desktop.json").write_text(json.dumps(choices))


class Window(Page):
    def __init__(self, desk, arguments=()):
        self.desk = desk
        port = free_port()
        desk.processes.start(["WebKitWebDriver", f"--port={port}"], {**desk.environment, "TAURI_WEBVIEW_AUTOMATION": "true"}, desk.log)
        self.started = time.monotonic()
        super().__init__(f"http://127.0.0.1:{port}", {"webkitgtk:browserOptions": {"binary": APP, "args": list(arguments)}})
        if self.capabilities.get("browserName") != "wry":
            raise AssertionError(f"not the app's window: {self.capabilities}")

    def ask_shell(self, command, **arguments):
        """What one of the shell's commands answers."""
        answer = self.wait_for("""const [command, given, done] = arguments
            window.__TAURI_INTERNALS__.invoke(command, given).then((value) => done({ value }), (error) => done({ error }))""", command, arguments)
        if "error" in answer:
            raise AssertionError(f"{command}: {answer['error']}")
        return answer["value"]

    def ask_shell_and_go(self, command, **arguments):
        """The same for a command that ends the page, and with it the answer."""
        with contextlib.suppress(PageError):
            self.ask_shell(command, **arguments)

    def gateway(self):
        """The gateway behind the window."""
        connection = self.ask_shell("connection", at=None)
        return Gateway(connection["admin_url"], connection["admin_token"])

    def pages(self):
        return self.call("GET", self.session + "/window/handles")

    def take_new_page(self):
        """Goes on in the window that was opened again."""
        pages = eventually("the window is open again", self.pages)
        self.call("POST", self.session + "/window", {"handle": pages[-1]})


class Gateway:
    """The admin API and /v1 of a gateway that serves."""

    def __init__(self, admin_url, token):
        self.admin_url, self.token = admin_url, token
        status = self.admin("GET", "/status")
        self.base_url = status["api"]
        self.first_key = (status.get("first_key") or {}).get("secret")

    def admin(self, method, path, body=None):
        status, answer = send(method, self.admin_url + path, self.token, body)
        if status >= 400:
            raise AssertionError(f"{method} {path}: {status} {answer}")
        return answer

    def chat(self, model="sandbox-chat", key=None, **more):
        """The status of one chat, and its answer."""
        body = {"model": model, "messages": [{"role": "user", "content": "Hello from outside"}], **more}
        return send("POST", f"{self.base_url}/chat/completions", key or self.first_key, body)

    def job(self, kind, prompt, key=None, **more):
        """The id of a job of the sandbox: `videos` or `music`."""
        asked = {"videos": {"model": "sandbox-video"}, "music": {"model": "sandbox-music", "background": True}}[kind]
        body = {**asked, "prompt": prompt, **more}
        status, answer = send("POST", f"{self.base_url}/{kind}/generations", key or self.first_key, body)
        if status != 202:
            raise AssertionError(f"{status} {answer}")
        return answer["job_id"]

    def upload(self, name, content, key=None):
        """The record of a file that an app uploads."""
        parts = [("purpose", "", b"user_data"), ("file", f'; filename="{name}"', content)]
        form = b"".join(b'--edge\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (field.encode(), more.encode(), value) for field, more, value in parts)
        request = urllib.request.Request(f"{self.base_url}/files", form + b"--edge--\r\n", {"Authorization": f"Bearer {key or self.first_key}",
                                         "Content-Type": "multipart/form-data; boundary=edge"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def ask_slowly(self):
        """A stream from the slow provider, read on a thread of its own that has `answer` at its end."""
        asking = threading.Thread(target=lambda: setattr(asking, "answer", self.chat("slow", stream=True)))
        asking.start()
        return asking


def send(method, url, token, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, parsed(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, parsed(error.read())
    except http.client.IncompleteRead as cut:
        return answer.status, parsed(cut.partial)


def parsed(body):
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


def app_process():
    """The app's own process among those of this run."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/{pid}/exe") == os.path.realpath(APP):
                return int(pid)
    return None


def page_processes():
    """The processes that draw the app's pages."""
    names = {pid: pathlib.Path(f"/proc/{pid}/comm").read_text() for pid in family_of(app_process())[1:]}
    return [pid for pid, name in names.items() if name.startswith("WebKitWebProc")]


def memory_of(pid):
    """Megabytes: all that is mapped in, with what is shared counted in part, and of that what is in no file."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in rollup}
    return kilobytes["Pss"] / 1024, kilobytes["Anonymous"] / 1024


def family_of(pid):
    """A process and its children, as this system has them now."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]
