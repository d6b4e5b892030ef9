"""Real engines with small models, where the shared material installed them: chat, sound, films and music. They are no part of this project."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def home():
    return pathlib.Path(os.environ.get("ENGINES_HOME") or pathlib.Path.home() / ".cache/turnpike-engines")


def installed():
    """True when it can be started; under CI, a missing one that could be there is a failure."""
    if (home() / "start.sh").exists() and (home() / "venv").exists() and shutil.which("ffmpeg"):
        return True
    shared = pathlib.Path(os.environ.get("TURNPIKE_SHARED") or pathlib.Path(__file__).parents[3] / "shared")
    installer = shared / "engines/install.sh"
    if os.environ.get("CI") and installer.exists():
        subprocess.run(["bash", installer, "chat", "media"], check=True, stdout=sys.stderr)
        return True
    print(f"skipped: no real model, since {home()} has no engine", flush=True)
    return False


class Engine:
    """Running on a free port until it is closed."""

    def __init__(self, name, log):
        self.name = name
        self.port = free_port()
        self.process = subprocess.Popen(["bash", home() / "start.sh", name, str(self.port)], stdout=log, stderr=log, start_new_session=True)
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1).status == 200:
                    return
            except OSError:
                time.sleep(0.1)
            if self.process.poll() is not None:
                break
        self.close()
        raise SystemExit("the engine did not start; see engine.log")

    def close(self):
        self.process.terminate()
        self.process.wait(15)

    def config(self):
        return CONFIG[self.name].replace("${BASE_URL}", self.base_url)


CONFIG = {
    "chat": """
[[providers]]
id = "engine"
vendor = "llamacpp"
base_url = "${BASE_URL}"

[[models]]
id = "smollm2"
provider = "engine"
upstream = "smollm2-135m-instruct"
kind = "chat"
capabilities = ["tools", "json_schema"]
price = { input = 0.0, output = 1.0 }
""",
    "media": """
[[providers]]
id = "sound"
vendor = "openai-compatible"
base_url = "${BASE_URL}"

[[models]]
id = "voice"
provider = "sound"
upstream = "piper-en-us-joe"
kind = "speech"
price = { per_million_characters = 15.0 }

[[models]]
id = "listener"
provider = "sound"
upstream = "whisper-tiny.en"
kind = "transcription"
price = { per_minute = 0.006 }

[[models]]
id = "film"
provider = "sound"
upstream = "ffmpeg-lavfi"
kind = "video"
price = { per_second = 0.1 }

[[providers]]
id = "composer"
vendor = "elevenlabs"
base_url = "${BASE_URL}"

[[models]]
id = "tune"
provider = "composer"
upstream = "music_v1"
kind = "music"

[[models]]
id = "song"
provider = "sound"
upstream = "fluidsynth-gm"
kind = "music"
price = { per_second = 0.02 }
""",
}
