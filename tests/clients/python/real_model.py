"""A real model behind the gateway, streamed by the official SDK. It is tiny: shapes and counts are checked, never words."""

import json
import os
import unittest

import openai

ONE = openai.OpenAI(base_url=os.environ["TURNPIKE_BASE_URL"], api_key=os.environ["TURNPIKE_WHOLE_KEY"], max_retries=0)
QUESTION = [{"role": "user", "content": "What is the capital of France? Answer in one sentence."}]
WEATHER = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}},
}
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "city": {"type": "string"}},
    "required": ["name", "age", "city"],
}


class RealModel(unittest.TestCase):
    def test_a_chat_streams_and_is_metered(self):
        raw = ONE.chat.completions.with_raw_response.create(
            model="smollm2", messages=QUESTION, temperature=0, max_tokens=24, stream=True, stream_options={"include_usage": True})
        chunks = list(raw.parse())
        texts = [c.choices[0].delta.content for c in chunks if c.choices and c.choices[0].delta.content]
        self.assertGreater(len(texts), 3, "it comes in pieces")
        usage = chunks[-1].usage
        self.assertTrue(0 < usage.completion_tokens <= 24 and usage.prompt_tokens > 10)
        record = ONE.get(f"/requests/{raw.headers['x-request-id']}", cast_to=object)
        self.assertEqual((record["state"], record["usage_estimated"]), ("settled", False))
        self.assertEqual(record["usage"]["completion_tokens"], usage.completion_tokens)
        self.assertEqual(record["credits_used"], f"{usage.completion_tokens / 10000:.6f}")

    def test_a_tool_is_called_in_a_stream(self):
        with ONE.chat.completions.stream(
            model="smollm2", messages=[{"role": "user", "content": "What is the weather in Paris?"}], tools=[WEATHER],
            tool_choice="required", temperature=0, max_tokens=100) as stream:
            choice = stream.get_final_completion().choices[0]
        self.assertEqual(choice.finish_reason, "tool_calls")
        call = choice.message.tool_calls[0]
        self.assertEqual(call.function.name, "get_weather")
        self.assertIn("city", json.loads(call.function.arguments))

    def test_a_schema_is_followed(self):
        answer = ONE.chat.completions.create(
            model="smollm2", messages=[{"role": "user", "content": "Extract: Maria is 34 years old and lives in Lisbon."}],
            response_format={"type": "json_schema", "json_schema": {"name": "person", "schema": PERSON}}, temperature=0, max_tokens=80)
        person = json.loads(answer.choices[0].message.content)
        self.assertEqual(set(person), {"name", "age", "city"})
        self.assertIsInstance(person["age"], int)

    def test_too_long_a_prompt_is_the_clients_error(self):
        with self.assertRaises(openai.BadRequestError) as raised:
            ONE.chat.completions.create(model="smollm2", messages=[{"role": "user", "content": "word " * 9000}], max_tokens=8)
        self.assertEqual(raised.exception.code, "context_length_exceeded")


if __name__ == "__main__":
    unittest.main()
