"""`turnpike-server`, without a window: what a browser opens, and how an earlier start of the app is made up."""

import json
import os
import subprocess
import tempfile

from window import Gateway

SERVER = os.path.abspath(os.environ["TURNPIKE_SERVER"])
TOKEN = "the-token-of-these-tests"


class Server:
    """Serves a data directory, by default one of its own. Use as a context."""

    def __init__(self, data=None, *arguments, listen="127.0.0.1:0"):
        self.folder = tempfile.TemporaryDirectory(prefix="turnpike-server-") if data is None else None
        self.data = data or self.folder.name
        self.command = [SERVER, "--data-dir", str(self.data), "--listen", listen, "--admin-listen", "127.0.0.1:0", *arguments]

    def __enter__(self):
        environment = {**os.environ, "TURNPIKE_ADMIN_TOKEN": TOKEN}
        self.process = subprocess.Popen(self.command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = self.process.stdout.readline()
        if not ready:
            raise AssertionError(f"it did not start: {self.command}")
        self.ready = json.loads(ready)
        self.origin = self.ready["admin"].removesuffix("/admin")
        self.gateway = Gateway(f"{self.origin}/admin", TOKEN)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
        if self.folder:
            self.folder.cleanup()
