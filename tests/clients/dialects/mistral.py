"""OpenAI's format with rules of its own."""

import json
import re

from . import THOUGHT, require

USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15, "prompt_tokens_details": {"cached_tokens": 4}}
FIELDS = {
    "model", "messages", "stream", "tools", "tool_choice", "parallel_tool_calls", "response_format", "max_tokens", "temperature",
    "random_seed", "reasoning_effort",
}
OF_MESSAGES = {
    "system": {"role", "content"},
    "user": {"role", "content"},
    "assistant": {"role", "content", "tool_calls", "prefix"},
    "tool": {"role", "content", "tool_call_id", "name"},
}
ID = re.compile(r"^[a-zA-Z0-9]{9}$")


def asked(path, request):
    """What a request asks, which is in OpenAI's words already."""
    require(set(request) <= FIELDS, f"Extra inputs are not permitted: {set(request) - FIELDS}")
    open_calls = []
    for message in request["messages"]:
        extra = set(message) - OF_MESSAGES[message["role"]]
        require(not extra, f"Extra inputs are not permitted: {extra} of {message['role']}")
        if message["role"] == "tool":
            require(message["tool_call_id"] in open_calls, "a result of no call")
            open_calls.remove(message["tool_call_id"])
            continue
        require(not open_calls, "Not the same number of function calls and responses")
        open_calls = [call["id"] for call in message.get("tool_calls") or []]
        require(all(ID.match(id) for id in open_calls), f"Tool call id was {open_calls} but must be a-z, A-Z, 0-9, with a length of 9")
    require(request["messages"][-1]["role"] in ("user", "tool"), "Expected last role User or Tool")
    return request


def calls(message):
    for index, call in enumerate(message.get("tool_calls", [])):
        yield {**call, "id": f"9aB{call['id'].removeprefix('call_'):0<6}", "index": index}


def thinking():
    return {"type": "thinking", "thinking": [{"type": "text", "text": THOUGHT}]}


def envelope(object, choice):
    return {"id": "a4e29c5b82f94d67b23e108a7c9df6e1", "object": object, "created": 1760000000, "model": "magistral", "choices": [choice]}


def whole(message):
    texts = [{"type": "text", "text": message["content"]}] if message["content"] else []
    said = {"role": "assistant", "content": [thinking(), *texts], "tool_calls": list(calls(message)) or None}
    choice = {"index": 0, "message": said, "finish_reason": "tool_calls" if message.get("tool_calls") else "stop"}
    return {**envelope("chat.completion", choice), "usage": USAGE}


def stream(message):
    words = message["content"].split(" ") if message["content"] else []
    deltas = [{"role": "assistant", "content": ""}, {"content": [thinking()]}]
    deltas += [{"content": word if at == 0 else " " + word} for at, word in enumerate(words)]
    chunks = [envelope("chat.completion.chunk", {"index": 0, "delta": delta, "finish_reason": None}) for delta in deltas]
    last = {"tool_calls": list(calls(message))} if message.get("tool_calls") else {"content": ""}
    end = {"index": 0, "delta": last, "finish_reason": "tool_calls" if message.get("tool_calls") else "stop"}
    chunks.append({**envelope("chat.completion.chunk", end), "usage": USAGE})
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
