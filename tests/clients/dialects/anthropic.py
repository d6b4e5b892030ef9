"""Messages of content blocks."""

import json

from . import THOUGHT, alternate, require, tool

USAGE = {"input_tokens": 6, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 4, "output_tokens": 5}


def asked(path, request):
    """What a request asks, in OpenAI's words."""
    require(path == "/v1/messages" and request["max_tokens"] > 0, "max_tokens is missing")
    alternate([turn["role"] for turn in request["messages"]])
    messages, open_calls = [], []
    for turn in request["messages"]:
        require(turn["content"] and all(block.get("text", "x").strip() for block in turn["content"]), "an empty text")
        results = [block for block in turn["content"] if block["type"] == "tool_result"]
        require([block["tool_use_id"] for block in results] == open_calls, "calls and results are not the same")
        open_calls = [block["id"] for block in turn["content"] if block["type"] == "tool_use"]
        thinks = request.get("thinking", {}).get("type") == "enabled"
        require(not open_calls or not thinks or turn["content"][0]["type"] == "thinking", "a call without its thoughts")
        heard = [{"role": "tool", "content": "".join(part["text"] for part in block["content"])} for block in results]
        messages += heard or [{"role": turn["role"]}]
    require(not open_calls, "a call without a result")
    choice = request.get("tool_choice", {}).get("type")
    question = {"messages": messages, "tool_choice": "none" if choice == "none" else "auto"}
    question["tools"] = [tool(offered["name"], offered["input_schema"]) for offered in request.get("tools", [])]
    format = request.get("output_config", {}).get("format")
    if format:
        require(format["schema"]["additionalProperties"] is False, "additionalProperties has to be false")
        question["response_format"] = {"type": format["type"]}
    return question


def blocks(message):
    yield {"type": "thinking", "thinking": THOUGHT, "signature": "c2VhbGVk"}
    if message["content"]:
        yield {"type": "text", "text": message["content"]}
    for call in message.get("tool_calls", []):
        function = call["function"]
        yield {"type": "tool_use", "id": call["id"].replace("call_", "toolu_"), "name": function["name"], "input": json.loads(function["arguments"])}


def envelope(content, stop_reason):
    return {"id": "msg_scripted", "type": "message", "role": "assistant", "model": "claude", "content": content,
            "stop_reason": stop_reason, "stop_sequence": None, "usage": USAGE}


def stop_reason(message):
    return "tool_use" if message.get("tool_calls") else "end_turn"


def whole(message):
    return envelope(list(blocks(message)), stop_reason(message))


def stream(message):
    events = [{"type": "message_start", "message": envelope([], None)}, {"type": "ping"}]
    for index, block in enumerate(blocks(message)):
        empty, deltas = pieces(block)
        events.append({"type": "content_block_start", "index": index, "content_block": empty})
        events += [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
        events.append({"type": "content_block_stop", "index": index})
    events.append({"type": "message_delta", "delta": {"stop_reason": stop_reason(message), "stop_sequence": None}, "usage": USAGE})
    events.append({"type": "message_stop"})
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)


def pieces(block):
    """A block as it begins, and what is added to it."""
    if block["type"] == "thinking":
        deltas = [{"type": "thinking_delta", "thinking": block["thinking"]}, {"type": "signature_delta", "signature": block["signature"]}]
        return {"type": "thinking", "thinking": "", "signature": ""}, deltas
    if block["type"] == "text":
        words = block["text"].split(" ")
        texts = [word if at == 0 else " " + word for at, word in enumerate(words)]
        return {"type": "text", "text": ""}, [{"type": "text_delta", "text": text} for text in texts]
    arguments = json.dumps(block["input"])
    return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": half} for half in ("", arguments[:5], arguments[5:])]
