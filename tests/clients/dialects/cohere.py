"""Messages of typed parts, thoughts before what is said, named events."""

import json

from . import THOUGHT, require

USAGE = {"billed_units": {"input_tokens": 10.0, "output_tokens": 5.0}, "tokens": {"input_tokens": 10.0, "output_tokens": 5.0}, "cached_tokens": 4.0}


def asked(path, request):
    """What a request asks, in OpenAI's words."""
    require(path == "/v2/chat", f"there is no {path}")
    messages, open_calls = [], []
    for message in request["messages"]:
        parts = message.get("content") or []
        require(all(part.get("text") != "" for part in parts), "an empty text")
        if message["role"] == "tool":
            require(message["tool_call_id"] in open_calls, "a result of no call")
            open_calls.remove(message["tool_call_id"])
        else:
            require(not open_calls, "a call without a result")
            open_calls = [call["id"] for call in message.get("tool_calls", [])]
        messages.append({"role": message["role"], "content": "".join(part.get("text", "") for part in parts)})
    format = request.get("response_format", {})
    require(format.get("type") in (None, "text", "json_object"), "response_format.type must be json_object or text")
    return {"messages": messages, "tools": request.get("tools", []), "response_format": format}


def pieces(message):
    yield {"type": "thinking", "thinking": THOUGHT}
    if message["content"]:
        yield {"type": "text", "text": message["content"]}


def calls(message):
    return [{**call, "id": f"get_weather_{call['id'].removeprefix('call_').lower()}"} for call in message.get("tool_calls", [])]


def finish_reason(message):
    return "TOOL_CALL" if message.get("tool_calls") else "COMPLETE"


def whole(message):
    said = {"role": "assistant", "content": list(pieces(message))}
    if message.get("tool_calls"):
        said["tool_calls"] = calls(message)
    return {"id": "c14c80c3", "message": said, "finish_reason": finish_reason(message), "usage": USAGE}


def stream(message):
    events = [{"id": "c14c80c3", "type": "message-start", "delta": {"message": {"role": "assistant", "content": [], "tool_calls": []}}}]

    def event(kind, index, message):
        events.append({"type": kind, "index": index, "delta": {"message": message}})

    for index, piece in enumerate(pieces(message)):
        kind = piece["type"]
        event("content-start", index, {"content": {"type": kind, kind: ""}})
        for at, word in enumerate(piece[kind].split(" ")):
            event("content-delta", index, {"content": {kind: word if at == 0 else " " + word}})
        events.append({"type": "content-end", "index": index})
    for index, call in enumerate(calls(message)):
        name, arguments = call["function"]["name"], call["function"]["arguments"]
        event("tool-call-start", index, {"tool_calls": {**call, "function": {"name": name, "arguments": ""}}})
        for half in (arguments[:5], arguments[5:]):
            event("tool-call-delta", index, {"tool_calls": {"function": {"arguments": half}}})
        events.append({"type": "tool-call-end", "index": index})
    events.append({"type": "message-end", "delta": {"finish_reason": finish_reason(message), "usage": USAGE}})
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
