"""The official Python SDK, as its users use it. Runs unchanged with versions 1, 2 and 3."""

import asyncio
import os
import unittest

import openai
from pydantic import BaseModel

URL = os.environ["TURNPIKE_BASE_URL"]
HELLO = [{"role": "user", "content": "Say hello."}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "strict": True,
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False},
    },
}


def client(key="whole", **options):
    return openai.OpenAI(base_url=URL, api_key=os.environ[f"TURNPIKE_{key.upper()}_KEY"], **{"max_retries": 0, **options})


class Person(BaseModel):
    name: str
    age: int


class Chat(unittest.TestCase):
    def test_an_answer_has_its_text_usage_and_request_id(self):
        answer = client().chat.completions.create(model="chat", messages=HELLO)
        self.assertEqual(answer.choices[0].message.content, "Hello there, Grüße 🐈")
        self.assertEqual((answer.model, answer.usage.total_tokens), ("chat", 15))
        self.assertRegex(answer._request_id, r"^[0-9a-f-]{36}$")

    def test_the_sandbox_answers(self):
        answer = client().chat.completions.create(model="sandbox-chat", messages=HELLO)
        self.assertTrue(answer.choices[0].message.content)

    def test_a_stream_is_read_chunk_by_chunk_with_its_usage_last(self):
        stream = client().chat.completions.create(model="chat", messages=HELLO, stream=True, stream_options={"include_usage": True})
        chunks = list(stream)
        self.assertEqual("".join(c.choices[0].delta.content or "" for c in chunks if c.choices), "Hello there, Grüße 🐈")
        self.assertEqual(chunks[-1].usage.total_tokens, 15)
        self.assertEqual(chunks[-1].choices, [])
        self.assertEqual({c.id for c in chunks}, {chunks[0].id})

    def test_a_stream_that_is_left_early_can_be_followed_by_another(self):
        one = client()
        with one.chat.completions.create(model="chat", messages=HELLO, stream=True) as stream:
            next(iter(stream))
        self.assertTrue(one.chat.completions.create(model="chat", messages=HELLO).choices)

    def test_the_stream_helper_puts_the_answer_together(self):
        with client().chat.completions.stream(model="chat", messages=HELLO, stream_options={"include_usage": True}) as stream:
            kinds = {event.type for event in stream}
            final = stream.get_final_completion()
        self.assertEqual(final.choices[0].message.content, "Hello there, Grüße 🐈")
        self.assertEqual((final.choices[0].finish_reason, final.usage.total_tokens), ("stop", 15))
        self.assertLessEqual({"chunk", "content.delta", "content.done"}, kinds)

    def test_the_stream_helper_puts_parallel_tool_calls_together(self):
        with client().chat.completions.stream(model="chat", messages=HELLO, tools=[WEATHER]) as stream:
            events = list(stream)
            calls = stream.get_final_completion().choices[0].message.tool_calls
        self.assertEqual([(c.id, c.function.name, c.function.arguments) for c in calls],
                         [("call_Paris", "get_weather", '{"city": "Paris"}'), ("call_Lima", "get_weather", '{"city": "Lima"}')])
        done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
        self.assertEqual([event.parsed_arguments for event in done], [{"city": "Paris"}, {"city": "Lima"}])

    def test_a_tool_loop_comes_to_its_end(self):
        messages = list(HELLO)
        first = client().chat.completions.create(model="chat", messages=messages, tools=[WEATHER])
        self.assertEqual(first.choices[0].finish_reason, "tool_calls")
        messages.append(first.choices[0].message)
        messages += [{"role": "tool", "tool_call_id": call.id, "content": "21 degrees"} for call in first.choices[0].message.tool_calls]
        second = client().chat.completions.create(model="chat", messages=messages, tools=[WEATHER])
        self.assertEqual(second.choices[0].message.content, "Heard: 21 degrees; 21 degrees")

    def test_an_answer_is_parsed_into_a_class(self):
        for model in ("chat", "sandbox-chat"):
            parsed = client().chat.completions.parse(model=model, messages=HELLO, response_format=Person)
            self.assertIsInstance(parsed.choices[0].message.parsed, Person, model)

    def test_json_mode_gives_json(self):
        answer = client().chat.completions.create(model="sandbox-chat", messages=[{"role": "user", "content": "json please"}],
                                                  response_format={"type": "json_object"})
        self.assertTrue(answer.choices[0].message.content.startswith("{"))

    def test_the_asynchronous_client_streams_many_at_once(self):
        async def main():
            async with openai.AsyncOpenAI(base_url=URL, api_key=os.environ["TURNPIKE_WHOLE_KEY"]) as one:
                async def read():
                    stream = await one.chat.completions.create(model="chat", messages=HELLO, stream=True)
                    return "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])
                return await asyncio.gather(*(read() for _ in range(20)))

        self.assertEqual(set(asyncio.run(main())), {"Hello there, Grüße 🐈"})


class Headers(unittest.TestCase):
    def test_the_cost_and_the_server_are_in_the_headers(self):
        raw = client().chat.completions.with_raw_response.create(model="chat", messages=HELLO)
        self.assertEqual(raw.headers["x-credits-used"], "0.200000")
        self.assertEqual(raw.headers["x-model-used"], "chat")
        self.assertTrue(raw.parse().choices)

    def test_a_fallback_can_be_seen(self):
        raw = client().chat.completions.with_raw_response.create(model="sandbox-overloaded", messages=HELLO)
        names = ("x-fallback-from", "x-fallback-depth", "x-model-used")
        self.assertEqual([raw.headers[name] for name in names], ["sandbox-overloaded", "1", "sandbox-chat"])

    def test_a_streams_cost_is_in_its_last_chunk(self):
        stream = client().chat.completions.create(model="chat", messages=HELLO, stream=True, stream_options={"include_usage": True})
        last = list(stream)[-1]
        self.assertEqual(f"{float(last.usage.credits_used):.6f}", "0.200000")


class Embeddings(unittest.TestCase):
    def test_vectors_come_as_floats_though_the_sdk_asks_for_base64(self):
        answer = client().embeddings.create(model="embed", input=["a", "b"])
        self.assertEqual([item.embedding for item in answer.data], [[0.5, -0.25, 0.0], [0.5, -0.25, 1.0]])
        self.assertRegex(answer._request_id, r"^[0-9a-f-]{36}$")

    def test_base64_and_floats_are_given_to_who_asks_for_them(self):
        floats = client().embeddings.create(model="embed", input="a", encoding_format="float")
        packed = client().embeddings.create(model="embed", input="a", encoding_format="base64")
        self.assertEqual(floats.data[0].embedding, [0.5, -0.25, 0.0])
        self.assertIsInstance(packed.data[0].embedding, str)

    def test_the_sandbox_embeds(self):
        self.assertTrue(client().embeddings.create(model="sandbox-embed", input="a").data[0].embedding)


class Models(unittest.TestCase):
    def test_models_are_listed_and_fetched_with_a_slash_in_the_name(self):
        ids = [model.id for model in client().models.list()]
        self.assertLessEqual({"chat", "sandbox-chat", "vendor/chat-with-slash"}, set(ids))
        self.assertEqual(client().models.retrieve("vendor/chat-with-slash").id, "vendor/chat-with-slash")


class Errors(unittest.TestCase):
    def assert_raises(self, kind, status, code, call):
        with self.assertRaises(kind) as raised:
            call()
        error = raised.exception
        self.assertEqual((type(error), error.status_code, error.code), (kind, status, code))
        self.assertRegex(error.request_id, r"^[0-9a-f-]{36}$")
        return error

    def chat(self, model="chat", key="whole", **options):
        return lambda: client(key).chat.completions.create(**{"model": model, "messages": HELLO, **options})

    def test_each_error_is_the_class_that_the_sdk_has_for_it(self):
        wrong = openai.OpenAI(base_url=URL, api_key="sk-wrong", max_retries=0)
        ask_wrong = lambda: wrong.chat.completions.create(model="chat", messages=HELLO)
        self.assert_raises(openai.AuthenticationError, 401, "invalid_api_key", ask_wrong)
        self.assert_raises(openai.PermissionDeniedError, 403, "model_not_allowed", self.chat(key="narrow"))
        self.assert_raises(openai.NotFoundError, 404, "model_not_found", self.chat(model="none"))
        self.assert_raises(openai.NotFoundError, 404, "model_not_found", self.chat(model="none", stream=True))
        error = self.assert_raises(openai.BadRequestError, 400, "decimal_above_max_value", self.chat(temperature=9))
        self.assertEqual(error.param, "temperature")
        self.assert_raises(openai.InternalServerError, 500, "upstream_error", self.chat(model="broken"))

    def test_a_spent_budget_is_a_rate_limit_error_that_is_not_tried_again(self):
        calls = []
        http = openai.DefaultHttpxClient(event_hooks={"request": [calls.append]})
        poor = client("poor", max_retries=2, http_client=http)
        with self.assertRaises(openai.RateLimitError) as raised:
            poor.chat.completions.create(model="flat", messages=HELLO)
        error = raised.exception
        self.assertEqual((error.code, error.type, len(calls)), ("insufficient_quota", "insufficient_quota", 1))
        self.assertEqual(error.body["metadata"]["limit_source"], "key_budget")

    def test_too_many_requests_are_a_rate_limit_error_that_says_when_to_come_back(self):
        slow = client("slow")
        answers = []
        for _ in range(2):
            try:
                answers.append(slow.chat.completions.create(model="sandbox-chat", messages=HELLO))
            except openai.RateLimitError as error:
                answers.append(error)
        error = answers[-1]
        self.assertIsInstance(error, openai.RateLimitError)
        self.assertEqual(error.code, "rate_limit_exceeded")
        self.assertTrue(1 <= int(error.response.headers["retry-after"]) <= 61)

    def test_a_stream_that_breaks_raises_after_its_last_text(self):
        text = ""
        with self.assertRaises(openai.APIError):
            for chunk in client().chat.completions.create(model="breaks-in-the-middle", messages=HELLO, stream=True):
                text += chunk.choices[0].delta.content or "" if chunk.choices else ""
        self.assertEqual(text, "Hello there, Grüße 🐈")


if __name__ == "__main__":
    unittest.main()
