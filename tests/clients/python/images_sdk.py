"""Images with the official Python SDK, against the sandbox. Runs unchanged with versions 1, 2 and 3."""

import base64
import inspect
import struct
import unittest
import urllib.request

import openai
from openai_sdk import client


def images():
    return client().images


def drawn(prompt="A red fox", **more):
    return images().generate(model="sandbox-image", prompt=prompt, **more)


def png(image):
    return base64.b64decode(image.b64_json)


def size(file):
    return struct.unpack(">II", file[16:24])


def fox():
    return png(drawn(size="256x256").data[0])


class Images(unittest.TestCase):
    def test_images_are_drawn_as_large_and_as_many_as_asked_for(self):
        answer = drawn(size="512x512", n=2)
        self.assertEqual([size(png(image)) for image in answer.data], [(512, 512), (512, 512)])
        self.assertNotEqual(answer.data[0].b64_json, answer.data[1].b64_json)
        self.assertEqual(size(png(drawn().data[0])), (1024, 1024))

    def test_an_image_may_be_had_at_an_address_that_needs_no_key(self):
        image = drawn(size="256x256", response_format="url").data[0]
        self.assertIsNone(image.b64_json)
        with urllib.request.urlopen(image.url) as answer:
            self.assertEqual((answer.read(), answer.headers["content-type"]), (fox(), "image/png"))

    def test_images_are_edited_one_or_several_with_a_mask(self):
        image = fox()
        edit = lambda **more: png(images().edit(model="sandbox-image", prompt="A blue sky", **more).data[0])
        self.assertNotEqual(edit(image=image), image)
        self.assertEqual(edit(image=("fox.png", image), size="512x512")[16:24], struct.pack(">II", 512, 512))
        self.assertEqual(edit(image=[("fox.png", image), ("fox.png", image)]), edit(image=image))
        # No pixel of it is transparent: nothing may be changed.
        self.assertEqual(edit(image=image, mask=("mask.png", image)), image)

    def test_drafts_come_as_a_stream(self):
        if "stream" not in inspect.signature(images().generate).parameters:
            self.skipTest("this version knows no streams of images")
        events = list(drawn(size="256x256", stream=True, partial_images=2))
        self.assertEqual([event.type.split(".")[1] for event in events], ["partial_image", "partial_image", "completed"])
        self.assertEqual(png(events[-1]), fox())

    def test_what_can_not_be_drawn_is_a_bad_request(self):
        for fields, param in (({"n": 11}, "n"), ({"size": "huge"}, "size"), ({"prompt": "x" * 32_001}, "prompt")):
            with self.assertRaises(openai.BadRequestError) as caught:
                drawn(**fields)
            self.assertEqual(caught.exception.param, param)
        with self.assertRaises(openai.BadRequestError) as caught:
            images().edit(model="sandbox-image", prompt="x", image=("a.png", b"<html>"))
        self.assertEqual((caught.exception.code, caught.exception.param), ("invalid_value", "image"))


if __name__ == "__main__":
    unittest.main()
