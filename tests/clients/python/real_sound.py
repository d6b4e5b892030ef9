"""A real voice and a real listener behind the gateway: what is said is heard again, and costs what its letters and seconds do."""

import difflib
import os
import re
import unittest

import openai

ONE = openai.OpenAI(base_url=os.environ["TURNPIKE_BASE_URL"], api_key=os.environ["TURNPIKE_WHOLE_KEY"], max_retries=0)
TEXT = "The quick brown fox jumps over the lazy dog. Turnpike routes every request to the right engine."


def words(text):
    return re.findall(r"[a-z]+", text.lower())


class RealSound(unittest.TestCase):
    def test_what_is_said_is_heard_again(self):
        for format in ("wav", "mp3"):
            said = ONE.audio.speech.with_raw_response.create(model="voice", voice="alloy", input=TEXT, response_format=format)
            record = ONE.get(f"/requests/{said.headers['x-request-id']}", cast_to=object)
            # 15 dollars, which are 1,500 credits, a million characters.
            self.assertEqual(record["credits_used"], f"{len(TEXT) * 0.0015:.6f}")
            heard = ONE.audio.transcriptions.with_raw_response.create(model="listener", file=(f"said.{format}", said.content), response_format="verbose_json")
            transcript = heard.parse()
            # The voice says it a little otherwise each time, and the smallest of listeners may take one word for another.
            alike = difflib.SequenceMatcher(None, words(transcript.text), words(TEXT)).ratio()
            self.assertGreater(alike, 0.85, f"{format}: {transcript.text}")
            self.assertGreater(float(transcript.duration), 4)
            # 0.6 credits a minute, by the whole seconds that the engine counts.
            seconds = transcript.usage.seconds
            self.assertEqual(heard.headers["x-credits-used"], f"{seconds * 0.01:.6f}")
            self.assertTrue(0 <= seconds - float(transcript.duration) < 1)


if __name__ == "__main__":
    unittest.main()
