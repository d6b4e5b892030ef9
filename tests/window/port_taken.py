"""The port that clients know is taken: the window says by whom, and nothing moves unless the user says so."""

import contextlib
import os
import socket
import unittest

from server import Server
from window import PICTURES, Desk, send


def listener_with_a_free_neighbour():
    """A socket that listens, and the port after its own, which nobody has."""
    while True:
        holder = socket.create_server(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        with contextlib.suppress(OSError, OverflowError), socket.create_server(("127.0.0.1", port + 1)):
            return holder, port
        holder.close()


class PortTaken(unittest.TestCase):
    def setUp(self):
        self.desk = self.enterContext(Desk(self.id().rpartition(".")[2], TURNPIKE_LISTEN=None))
        self.holder, self.port = listener_with_a_free_neighbour()
        self.addCleanup(self.holder.close)
        # What an earlier start leaves behind: a client's key, and the port that this client knows.
        with Server(self.desk.data) as server:
            self.key = server.gateway.admin("POST", "/keys", {"name": "an app", "preset": "app"})["secret"]
            server.gateway.admin("PATCH", "/settings", {"listen": f"127.0.0.1:{self.port}"})

    def start(self):
        window = self.desk.window()
        window.waits_for('[data-testid="port-taken"]', f"Port {self.port} is taken")
        return window

    def serves_at(self, window, port):
        window.waits_for('[data-testid="base-url"]', f"http://127.0.0.1:{port}/v1")
        status, answer = send("GET", f"http://127.0.0.1:{port}/v1/models", self.key)
        self.assertEqual(status, 200, answer)

    def stored(self, window):
        return window.gateway().admin("GET", "/settings")["listen"]

    def test_the_window_says_who_has_it_and_retries_when_told(self):
        window = self.start()
        self.assertIn(f"(process {os.getpid()})", window.text('[data-testid="port-taken"]'))
        self.assertEqual(window.complaints(), [])
        window.picture(PICTURES / "port-taken.png")
        window.click('[data-testid="port-retry"]')
        window.waits_for('[data-testid="port-taken"]')
        self.holder.close()
        window.click('[data-testid="port-retry"]')
        self.serves_at(window, self.port)

    def test_just_now_serves_elsewhere_and_keeps_the_port_for_the_next_start(self):
        window = self.start()
        window.click('[data-testid="port-just-now"]')
        self.serves_at(window, self.port + 1)
        self.assertEqual(self.stored(window), f"127.0.0.1:{self.port}")

    def test_from_now_on_moves_for_good(self):
        window = self.start()
        window.click('[data-testid="port-from-now-on"]')
        self.serves_at(window, self.port + 1)
        self.assertEqual(self.stored(window), f"127.0.0.1:{self.port + 1}")

    def test_another_turnpike_is_called_one(self):
        self.holder.close()
        with Server(listen=f"127.0.0.1:{self.port}"):
            window = self.start()
            self.assertIn("Another Turnpike serves", window.text('[data-testid="port-taken"]'))


if __name__ == "__main__":
    unittest.main()
