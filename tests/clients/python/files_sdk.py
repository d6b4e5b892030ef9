"""Files with the official Python SDK, as its users keep them. Runs unchanged with versions 1, 2 and 3."""

import inspect
import io
import pathlib
import tempfile
import unittest

import openai
from openai_sdk import client

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"


class Files(unittest.TestCase):
    def tearDown(self):
        for file in client().files.list():
            client().files.delete(file.id)

    def test_a_file_goes_in_and_comes_out_as_it_was(self):
        content = bytes(range(256)) * 4_000
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "numbers \"of\" Grüße.bin")
            path.write_bytes(content)
            file = client().files.create(file=path, purpose="user_data")
        self.assertEqual((file.object, file.bytes, file.filename, file.purpose), ("file", len(content), path.name, "user_data"))
        self.assertEqual(client().files.retrieve(file.id), file)
        read = client().files.content(file.id)
        self.assertEqual(read.read(), content)
        with client().files.with_streaming_response.content(file.id) as streamed:
            self.assertEqual(b"".join(streamed.iter_bytes()), content)
        self.assertTrue(client().files.delete(file.id).deleted)
        with self.assertRaises(openai.NotFoundError):
            client().files.retrieve(file.id)

    def test_any_kind_of_file_object_will_do(self):
        for file in (b"bytes", io.BytesIO(b"bytes"), ("named.txt", b"bytes"), ("named.txt", io.BytesIO(b"bytes"), "text/plain")):
            self.assertEqual(client().files.create(file=file, purpose="assistants").bytes, 5)

    def test_pages_are_walked_while_files_are_deleted(self):
        made = [client().files.create(file=(f"{n}.jsonl", b"{}"), purpose="batch").id for n in range(5)]
        self.assertEqual([file.id for file in client().files.list(limit=2, order="asc")], made)
        self.assertEqual([file.id for file in client().files.list(limit=2)], made[::-1])
        self.assertEqual([file.id for file in client().files.list(purpose="vision")], [])
        for file in client().files.list(limit=2):
            client().files.delete(file.id)
        self.assertEqual(client().files.list().data, [])

    @unittest.skipUnless("expires_after" in inspect.signature(openai.resources.Files.create).parameters, "came later")
    def test_a_file_expires_when_it_is_told_to(self):
        wish = {"anchor": "created_at", "seconds": 3_600}
        file = client().files.create(file=b"bytes", purpose="user_data", expires_after=wish)
        self.assertEqual(file.expires_at - file.created_at, 3_600)

    def test_a_chat_names_a_file(self):
        image = client().files.create(file=("cat.png", PNG), purpose="vision")
        parts = [{"type": "text", "text": "What is this?"}, {"type": "file", "file": {"file_id": image.id}}]
        answer = client().chat.completions.create(model="chat", messages=[{"role": "user", "content": parts}])
        self.assertTrue(answer.choices[0].message.content)

    def test_errors_are_the_sdk_s_own(self):
        file = client().files.create(file=b"bytes", purpose="user_data")
        for wrong, call in (
            (openai.NotFoundError, lambda: client("narrow").files.retrieve(file.id)),
            (openai.NotFoundError, lambda: client().files.content("file-unknown")),
            (openai.BadRequestError, lambda: client().files.create(file=b"bytes", purpose="fun")),
            (openai.BadRequestError, lambda: client().files.list(limit=0)),
        ):
            with self.assertRaises(wrong) as caught:
                call()
            self.assertIn(caught.exception.param, ("id", "purpose", "limit"))
