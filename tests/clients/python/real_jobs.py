"""A real renderer of films and a real synthesiser behind the gateway: from the submission to bytes that players take."""

import io
import json
import os
import subprocess
import tempfile
import unittest

import openai
from jobs_sdk import PNG, until_ended

ONE = openai.OpenAI(base_url=os.environ["TURNPIKE_BASE_URL"], api_key=os.environ["TURNPIKE_WHOLE_KEY"], max_retries=0)


def probed(content):
    """What ffprobe says of a file: its formats, and how long it is."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        command = ["ffprobe", "-v", "error", "-show_entries", "format=duration:stream=codec_name,width,height", "-of", "json", file.name]
        told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return told["streams"], float(told["format"]["duration"])


class RealJobs(unittest.TestCase):
    def test_a_film_by_the_sdk(self):
        video = ONE.videos.create_and_poll(model="film", prompt="a calm sea", seconds="2", size="480x270")
        self.assertEqual(video.status, "completed", video)
        streams, seconds = probed(ONE.videos.download_content(video.id).read())
        self.assertIn(("h264", 480, 270), [(stream["codec_name"], stream.get("width"), stream.get("height")) for stream in streams])
        self.assertAlmostEqual(seconds, 2, delta=0.1)

    def test_a_film_begins_with_an_image(self):
        video = ONE.videos.create_and_poll(model="film", prompt="closer", seconds="1", size="480x270", input_reference=("boat.png", io.BytesIO(PNG), "image/png"))
        self.assertEqual(video.status, "completed", video)
        self.assertGreater(len(ONE.videos.download_content(video.id).read()), 1_000)

    def test_a_film_by_plain_http(self):
        job = ONE.post("/videos/generations", body={"model": "film", "prompt": "a storm", "seconds": 1, "size": "480x270"}, cast_to=object)
        job = until_ended(f"/videos/generations/{job['job_id']}")
        # 10 credits a second.
        self.assertEqual((job["status"], job["credits_used"]), ("completed", "10.000000"), job)
        file = ONE.files.retrieve(job["data"][0]["file_id"])
        self.assertEqual(file.filename, f"{job['job_id']}.mp4")
        self.assertEqual(ONE.files.content(file.id).read(), ONE.videos.download_content(job["job_id"]).read())

    def test_music_is_played_and_charged_by_its_length(self):
        music = ONE.post("/music/generations", body={"model": "song", "prompt": "sad piano in the rain", "duration": 8}, cast_to=object)
        # 2 credits a second.
        self.assertEqual(music["credits_used"], "16.000000")
        _, seconds = probed(ONE.files.content(music["data"][0]["file_id"]).read())
        self.assertAlmostEqual(seconds, 8, delta=1.5)

    def test_music_of_one_call_is_there_and_charged_by_the_table(self):
        music = ONE.post("/music/generations", body={"model": "tune", "prompt": "fast rock guitar", "duration": 6, "output_format": "mp3"}, cast_to=object)
        # 80 credits a minute.
        self.assertEqual(music["credits_used"], "8.000000")
        streams, seconds = probed(ONE.files.content(music["data"][0]["file_id"]).read())
        self.assertEqual(streams[0]["codec_name"], "mp3")
        self.assertAlmostEqual(seconds, 6, delta=1.5)


if __name__ == "__main__":
    unittest.main()
