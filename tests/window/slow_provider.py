"""A provider whose answers wait to be let go, for what happens while a request is under way."""

import contextlib
import http.server
import json
import threading


class SlowProvider:
    """Streams one word, then the rest once `let_go` is called. Use as a context."""

    def __enter__(self):
        self.asked, self.may_end = threading.Event(), threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.end_headers()
                self.piece({"role": "assistant", "content": "Slowly"})
                outer.asked.set()
                outer.may_end.wait(60)
                # The gateway may have hung up meanwhile.
                with contextlib.suppress(OSError):
                    self.piece({"content": " but surely"}, "stop")
                    self.wfile.write(b"data: [DONE]\n\n")

            def piece(self, delta, finish=None):
                chunk = {"id": "chatcmpl-slow", "object": "chat.completion.chunk", "created": 1760000000, "model": "slow",
                         "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.let_go()
        self.server.shutdown()
        self.server.server_close()

    def let_go(self):
        self.may_end.set()

    def join(self, gateway):
        """Makes this provider one of the gateway's, with the model `slow`."""
        gateway.admin("POST", "/providers", {"id": "slow", "vendor": "openai-compatible", "base_url": f"http://127.0.0.1:{self.server.server_port}/v1", "api_key": "sk-slow"})
        gateway.admin("PUT", "/models", {"id": "slow", "provider": "slow", "kind": "chat"})
