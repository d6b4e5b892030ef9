"""A provider that answers by what it is asked: a tool when tools are offered, JSON when a schema is, and trouble by name. By
the path it speaks the dialect of another vendor."""

import http.server
import json
import threading

from dialects import Refused, anthropic, cohere, films, gemini, mistral

DIALECTS = {"/v1/messages": anthropic, "/v1beta/": gemini, "/v2/chat": cohere, "/mistral/": mistral}
USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
BASE = {"id": "chatcmpl-scripted", "created": 1760000000, "model": "scripted"}


PERSON = {"name": "Maria", "age": 34}


def calls_for(tool):
    """Two cities where the tool wants one; else the person that everybody asks for."""
    wants_city = "city" in tool.get("parameters", {}).get("properties", {})
    calls = {"Paris": {"city": "Paris"}, "Lima": {"city": "Lima"}} if wants_city else {"Maria": PERSON}
    for id, arguments in calls.items():
        yield {"id": f"call_{id}", "type": "function", "function": {"name": tool["name"], "arguments": json.dumps(arguments)}}


def message_for(request):
    """The assistant's message and why it ended."""
    tools = request.get("tools")
    answered = request["messages"][-1]["role"] == "tool"
    if tools and not answered and request.get("tool_choice") != "none":
        return {"role": "assistant", "content": None, "tool_calls": list(calls_for(tools[0]["function"]))}, "tool_calls"
    if (request.get("response_format") or {}).get("type") in ("json_schema", "json_object"):
        return {"role": "assistant", "content": json.dumps(PERSON)}, "stop"
    if answered:
        results = [m["content"] for m in request["messages"] if m["role"] == "tool"]
        return {"role": "assistant", "content": "Heard: " + "; ".join(map(str, results))}, "stop"
    return {"role": "assistant", "content": "Hello there, Grüße 🐈"}, "stop"


def deltas_for(message):
    """The same message in pieces, tools with their arguments cut in two."""
    yield {"role": "assistant", "content": ""}
    for word in (message["content"] or "").split(" "):
        if word:
            yield {"content": word if word == message["content"].split(" ")[0] else " " + word}
    for index, call in enumerate(message.get("tool_calls", [])):
        name, arguments = call["function"]["name"], call["function"]["arguments"]
        yield {"tool_calls": [{"index": index, "id": call["id"], "type": "function", "function": {"name": name, "arguments": ""}}]}
        for half in (arguments[:5], arguments[5:]):
            yield {"tool_calls": [{"index": index, "function": {"arguments": half}}]}


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 0

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if film := films.begun(self.path, request, self.base()):
            return self.whole(200, film)
        for start, dialect in DIALECTS.items():
            if self.path.startswith(start):
                return self.speak(dialect, request)
        if self.path.endswith("/embeddings"):
            return self.embed(request)
        if request["model"] == "broken":
            return self.whole(500, {"error": {"message": "boom", "type": "server_error", "param": None, "code": None}})
        message, finish = message_for(request)
        if request.get("stream"):
            return self.stream(message, finish, breaks=request["model"] == "breaks-in-the-middle")
        choice = {"index": 0, "message": message, "finish_reason": finish}
        self.whole(200, {**BASE, "object": "chat.completion", "choices": [choice], "usage": USAGE})

    def do_GET(self):
        found = films.found(self.path, self.base())
        if isinstance(found, dict):
            return self.whole(200, found)
        content = found if isinstance(found, bytes) else b""
        self.send_response(200 if content else 302 if found else 404)
        if isinstance(found, str):
            self.send_header("location", found)
        self.send_header("content-type", "video/mp4")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def base(self):
        return f"http://{self.headers['host']}"

    def speak(self, dialect, request):
        try:
            message, _ = message_for(dialect.asked(self.path, request))
        except Refused as reason:
            return self.whole(400, {"error": {"message": f"{reason}: {json.dumps(request)}"}})
        if not request.get("stream") and "stream" not in self.path:
            return self.whole(200, dialect.whole(message))
        self.begin_stream()
        self.wfile.write(dialect.stream(message).encode())

    def embed(self, request):
        inputs = request["input"] if isinstance(request["input"], list) else [request["input"]]
        data = [{"object": "embedding", "index": i, "embedding": [0.5, -0.25, i]} for i in range(len(inputs))]
        self.whole(200, {"object": "list", "model": "scripted", "data": data, "usage": {"prompt_tokens": 4, "total_tokens": 4}})

    def whole(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True

    def stream(self, message, finish, breaks):
        self.begin_stream()
        for delta in deltas_for(message):
            self.event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        if not breaks:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
            self.event({"choices": [], "usage": USAGE})
            self.wfile.write(b"data: [DONE]\n\n")

    def event(self, fields):
        chunk = {**BASE, "object": "chat.completion.chunk", **fields}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_):
        pass


def serve():
    """Starts it on a free port; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
