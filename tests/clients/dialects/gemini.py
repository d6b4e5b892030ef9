"""Turns of parts, with signed calls."""

import json

from . import THOUGHT, alternate, require, tool

USAGE = {"promptTokenCount": 10, "cachedContentTokenCount": 4, "candidatesTokenCount": 3, "thoughtsTokenCount": 2, "totalTokenCount": 15}


def asked(path, request):
    """What a request asks, in OpenAI's words."""
    require(path.startswith("/v1beta/models/gemini-3"), f"there is no {path}")
    alternate(["user" if turn["role"] == "user" else "model" for turn in request["contents"]])
    messages, open_calls = [], []
    for turn in request["contents"]:
        require(turn["parts"] and all(part for part in turn["parts"]), "an empty part")
        results = [part["functionResponse"] for part in turn["parts"] if "functionResponse" in part]
        require([result["name"] for result in results] == open_calls, "calls and results are not the same")
        calls = [part for part in turn["parts"] if "functionCall" in part]
        require(not calls or calls[0].get("thoughtSignature") == "c2lnbmVk", "Function call is missing a thought_signature")
        open_calls = [part["functionCall"]["name"] for part in calls]
        messages += [{"role": "tool", "content": result["response"]["result"]} for result in results] or [{"role": turn["role"]}]
    config = request.get("generationConfig", {})
    question = {"messages": messages}
    declared = [function for tools in request.get("tools", []) for function in tools["functionDeclarations"]]
    question["tools"] = [tool(function["name"], function.get("parametersJsonSchema", {})) for function in declared]
    if config.get("responseMimeType") == "application/json":
        question["response_format"] = {"type": "json_schema" if "responseJsonSchema" in config else "json_object"}
    return question


def answer(parts, reason=None):
    candidate = {"content": {"role": "model", "parts": parts}, "index": 0, **({"finishReason": reason} if reason else {})}
    return {"candidates": [candidate], "usageMetadata": USAGE, "modelVersion": "gemini-3-flash-preview", "responseId": "scripted"}


def calls(message):
    for place, call in enumerate(message.get("tool_calls", [])):
        part = {"functionCall": {"name": call["function"]["name"], "args": json.loads(call["function"]["arguments"])}}
        yield {**part, "thoughtSignature": "c2lnbmVk"} if place == 0 else part


def whole(message):
    texts = [{"text": message["content"]}] if message["content"] else []
    return answer([{"text": THOUGHT, "thought": True}, *texts, *calls(message)], "STOP")


def stream(message):
    words = message["content"].split(" ") if message["content"] else []
    events = [answer([{"text": THOUGHT, "thought": True}])]
    events += [answer([{"text": word if at == 0 else " " + word}]) for at, word in enumerate(words)]
    if message.get("tool_calls"):
        events.append(answer(list(calls(message))))
    events.append(answer([{"text": ""}], "STOP"))
    return "".join(f"data: {json.dumps(event)}\r\n\r\n" for event in events)
