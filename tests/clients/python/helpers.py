"""The helpers of the official Python SDK, with a provider of every dialect behind the same address. Runs unchanged with
versions 1, 2 and 3."""

import unittest

import openai
from openai_sdk import HELLO, WEATHER, Person, client
from pydantic import BaseModel

MODELS = ("openai", "mistral", "anthropic", "anthropic-older", "cohere", "gemini")
TEXT = "Hello there, Grüße 🐈"


class get_weather(BaseModel):
    city: str


class Helpers(unittest.TestCase):
    def on_each_dialect(self, check):
        for model in MODELS:
            with self.subTest(model):
                check(model)

    def test_a_stream_is_told_by_its_events_and_put_together(self):
        def check(model):
            with client().chat.completions.stream(model=model, messages=HELLO, stream_options={"include_usage": True}) as stream:
                events = list(stream)
                final = stream.get_final_completion()
            choice = final.choices[0]
            self.assertEqual((choice.message.role, choice.message.content, choice.finish_reason), ("assistant", TEXT, "stop"))
            self.assertEqual((final.model, final.usage.total_tokens), (model, 15))
            deltas = [event.delta for event in events if event.type == "content.delta"]
            self.assertEqual("".join(deltas), TEXT)
            self.assertGreater(len(deltas), 2)
            self.assertEqual([event.content for event in events if event.type == "content.done"], [TEXT])
        self.on_each_dialect(check)

    def test_parallel_calls_are_put_together_and_parsed(self):
        def check(model):
            tools = [openai.pydantic_function_tool(get_weather)]
            with client().chat.completions.stream(model=model, messages=HELLO, tools=tools) as stream:
                events = list(stream)
                streamed = stream.get_final_completion().choices[0]
            whole = client().chat.completions.parse(model=model, messages=HELLO, tools=tools).choices[0]
            cities = [get_weather(city="Paris"), get_weather(city="Lima")]
            for choice in (streamed, whole):
                calls = choice.message.tool_calls
                self.assertEqual((choice.finish_reason, choice.message.content or None), ("tool_calls", None))
                self.assertEqual([call.function.parsed_arguments for call in calls], cities)
                self.assertEqual(len({call.id for call in calls}), 2)
            done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
            self.assertEqual([(event.index, event.name, event.parsed_arguments) for event in done],
                             [(place, "get_weather", city) for place, city in enumerate(cities)])
        self.on_each_dialect(check)

    def test_an_answer_is_parsed_into_a_class(self):
        def check(model):
            asked = {"model": model, "messages": HELLO, "response_format": Person}
            whole = client().chat.completions.parse(**asked)
            with client().chat.completions.stream(**asked) as stream:
                done = [event.parsed for event in stream if event.type == "content.done"]
                streamed = stream.get_final_completion()
            maria = Person(name="Maria", age=34)
            self.assertEqual([answer.choices[0].message.parsed for answer in (whole, streamed)], [maria, maria])
            self.assertEqual([answer.choices[0].finish_reason for answer in (whole, streamed)], ["stop", "stop"])
            self.assertEqual(done, [maria])
        self.on_each_dialect(check)

    def test_a_conversation_goes_on_with_what_the_helpers_gave(self):
        def check(model):
            def whole(messages):
                return client().chat.completions.create(model=model, messages=messages, tools=[WEATHER], reasoning_effort="low")

            def streamed(messages):
                with client().chat.completions.stream(model=model, messages=messages, tools=[WEATHER], reasoning_effort="low") as stream:
                    return stream.get_final_completion()

            for ask in (whole, streamed):
                messages = [{"role": "developer", "content": "Be brief."}, *HELLO]
                message = ask(messages).choices[0].message
                messages.append(message)
                # In another order than they were called.
                messages += [{"role": "tool", "tool_call_id": call.id, "content": call.function.arguments} for call in message.tool_calls[::-1]]
                last = ask(messages).choices[0].message
                heard = sorted(last.content.removeprefix("Heard: ").split("; "))
                self.assertEqual([city.replace(" ", "") for city in heard], ['{"city":"Lima"}', '{"city":"Paris"}'])
                messages += [last, *HELLO]
                self.assertTrue(ask(messages).choices[0].message.tool_calls)
        self.on_each_dialect(check)


if __name__ == "__main__":
    unittest.main()
