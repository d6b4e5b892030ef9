"""Speech and transcripts with the official Python SDK, against the sandbox. Runs unchanged with versions 1, 2 and 3."""

import io
import pathlib
import tempfile
import unittest

import openai
from openai_sdk import client


def spoken(text="Hello there", **more):
    return client().audio.speech.create(model="sandbox-speech", voice="alloy", input=text, **more)


class Audio(unittest.TestCase):
    def test_speech_comes_whole_or_as_it_is_made(self):
        whole = spoken().read()
        self.assertEqual((whole[:4], whole[8:12]), (b"RIFF", b"WAVE"))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "speech.wav")
            with client().audio.speech.with_streaming_response.create(model="sandbox-speech", voice="alloy", input="Hello there") as answer:
                self.assertEqual(answer.headers["content-type"], "audio/wav")
                answer.stream_to_file(path)
            self.assertEqual(path.read_bytes(), whole)

    def test_samples_are_the_file_without_its_head(self):
        self.assertEqual(spoken(response_format="pcm").read(), spoken().read()[44:])

    def test_what_can_not_be_said_is_a_bad_request(self):
        for fields in ({"text": "x" * 4_097}, {"response_format": "mp3"}, {"speed": 9}):
            with self.assertRaises(openai.BadRequestError):
                spoken(**fields)

    def test_a_transcript_comes_in_every_format(self):
        sound = spoken().read()
        transcribe = lambda **more: client().audio.transcriptions.create(model="sandbox-transcribe", file=("a.wav", sound), **more)
        text = transcribe().text
        self.assertRegex(text, r"^Sandbox: audio/wav of 42284 bytes, 0\.88 seconds long")
        self.assertEqual(transcribe(response_format="text"), text + "\n")
        self.assertEqual(transcribe(response_format="srt"), f"1\n00:00:00,000 --> 00:00:00,880\n{text}\n\n")
        self.assertTrue(transcribe(response_format="vtt").startswith("WEBVTT\n\n00:00:00.000 --> "))
        verbose = transcribe(response_format="verbose_json", timestamp_granularities=["segment"])
        self.assertEqual((round(float(verbose.duration), 2), verbose.segments[0].text), (0.88, text))

    def test_a_transcript_may_be_streamed_and_translated(self):
        sound = io.BytesIO(spoken().read())
        sound.name = "a.wav"
        translated = client().audio.translations.create(model="sandbox-transcribe", file=sound).text
        events = list(client().audio.transcriptions.create(model="sandbox-transcribe", file=("a.wav", sound.getvalue()), stream=True))
        self.assertEqual([event.type for event in events], ["transcript.text.delta", "transcript.text.done"])
        self.assertEqual(events[-1].text, translated)

    def test_what_is_no_sound_is_a_bad_request(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            client().audio.transcriptions.create(model="sandbox-transcribe", file=("a.wav", b"<html>"))
        self.assertEqual((caught.exception.code, caught.exception.param), ("invalid_value", "file"))


if __name__ == "__main__":
    unittest.main()
