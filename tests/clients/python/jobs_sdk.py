"""Films with the official Python SDK, and films and music as plain HTTP clients ask for them."""

import io
import os
import time
import unittest

import openai
from openai_sdk import client

HAS_VIDEOS = hasattr(openai.OpenAI, "videos") or "videos" in dir(openai.OpenAI(api_key="x"))
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082")


def until_ended(path):
    """As a client without the SDK's helpers does it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job = client().get(path, cast_to=object)
        if job["status"] not in ("queued", "processing"):
            return job
        time.sleep(0.2)
    raise AssertionError(f"never ended: {job}")


@unittest.skipUnless(HAS_VIDEOS, "this version of the SDK knows no films")
class Videos(unittest.TestCase):
    def test_a_film_is_made_fetched_listed_and_deleted(self):
        video = client().videos.create_and_poll(model="sandbox-video", prompt="A boat at dawn [takes 1s]", seconds="1", size="320x180", poll_interval_ms=100)
        self.assertEqual((video.status, video.progress, video.seconds, video.size), ("completed", 100, "1", "320x180"))
        content = client().videos.download_content(video.id)
        self.assertEqual(content.read()[4:8], b"ftyp")
        self.assertIn(video.id, [listed.id for listed in client().videos.list()])
        self.assertTrue(client().videos.delete(video.id).deleted)
        with self.assertRaises(openai.NotFoundError):
            client().videos.retrieve(video.id)

    def test_a_film_is_the_same_job_whoever_makes_it(self):
        for provider in ("fal", "replicate", "gemini", "xai"):
            video = client().videos.create_and_poll(model=f"film-{provider}", prompt="A boat", seconds="8", size="1280x720", poll_interval_ms=200)
            self.assertEqual((video.status, video.seconds, video.error), ("completed", "8", None), provider)
            self.assertEqual(client().videos.download_content(video.id).read()[4:8], b"ftyp", provider)

    def test_a_film_that_fails_says_why(self):
        video = client().videos.create_and_poll(model="sandbox-video", prompt="[filtered] [takes 1s] noise", seconds="1", poll_interval_ms=100)
        self.assertEqual((video.status, video.error.code), ("failed", "content_policy_violation"))

    def test_what_is_wrong_raises_the_sdk_s_own_errors(self):
        for error, asking in ((openai.BadRequestError, {"seconds": "soon"}), (openai.NotFoundError, {"model": "nothing"})):
            with self.assertRaises(error):
                client().videos.create(**{"model": "sandbox-video", "prompt": "x", **asking})
        with self.assertRaises(openai.NotFoundError):
            client().videos.download_content("video_0")
        # It has come to the model, which is one that does not look at images.
        with self.assertRaisesRegex(openai.BadRequestError, "Leave the image out"):
            client().videos.create(model="sandbox-video", prompt="x", input_reference=("boat.png", io.BytesIO(PNG), "image/png"))


class Jobs(unittest.TestCase):
    def test_a_job_is_watched_and_charged(self):
        asked = {"model": "sandbox-video", "prompt": "A boat [takes 1s]", "duration": 2, "aspect_ratio": "16:9"}
        job = client().post("/videos/generations", body=asked, cast_to=object)
        self.assertEqual((job["object"], job["status"]), ("video.generation.job", "queued"))
        job = until_ended(f"/videos/generations/{job['job_id']}")
        self.assertEqual((job["status"], job["credits_used"]), ("completed", "20.000000"))
        record = client().get(f"/requests/{job['request_id']}", cast_to=object)
        self.assertEqual((record["state"], record["credits_used"]), ("settled", "20.000000"))
        self.assertEqual(client().files.content(job["data"][0]["file_id"]).read()[4:8], b"ftyp")

    def test_music_is_there_when_it_answers(self):
        asked = {"model": "sandbox-music", "prompt": "Calm [takes 1s]", "duration": 2, "response_format": "b64_json"}
        music = client().post("/music/generations", body=asked, cast_to=object)
        self.assertEqual((len(music["data"]), music["credits_used"]), (1, "1.000000"))
        self.assertTrue(music["data"][0]["b64_json"].startswith("UklGR"))


if __name__ == "__main__":
    unittest.main()
