"""Starts the provider and the server, runs every client against them, stops both, says how many checks passed."""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import engine
import scripted

HERE = pathlib.Path(__file__).parent
KEPT = pathlib.Path(sys.argv[1])
KEYS = {name: f"tp-{name}-0123456789abcdef0123456789abcdef" for name in ("whole", "narrow", "poor", "slow")}


@contextlib.contextmanager
def turnpike(config, directory):
    """The real server; gives its ready line."""
    (directory / "turnpike.toml").write_text(config)
    command = [os.environ["TURNPIKE_SERVER"], "--config", "turnpike.toml", "--data-dir", "data", "--listen", "127.0.0.1:0"]
    with open(directory / "server.log", "w") as log:
        server = subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        line = server.stdout.readline()
        if not line:
            raise SystemExit("the server did not start:\n" + (directory / "server.log").read_text())
        yield json.loads(line)
    finally:
        server.terminate()
        server.wait(40)


def clients(with_engine):
    """Each client: a name, a command, and what it adds to the environment."""
    python = [sys.executable, "-m", "unittest", "-v"]
    tests = str(HERE / "python")
    yield "openai-python 3.54.0", [*python, "openai_sdk", "helpers", "files_sdk", "audio_sdk", "images_sdk", "jobs_sdk"], {"PYTHONPATH": tests}
    for version in (HERE / "python/older-versions.txt").read_text().split():
        yield f"openai-python {version}", [*python, "openai_sdk", "helpers", "files_sdk", "audio_sdk", "images_sdk", "jobs_sdk"], {"PYTHONPATH": os.pathsep.join([str(KEPT / f"openai-{version}"), tests])}
    for name in ("openai_sdk", "helpers", "files_sdk", "audio_sdk", "images_sdk", "jobs_sdk", "ai_sdk"):
        yield name.replace("_", "-") + " for Node", ["node", "--test", "--test-reporter=tap", f"{KEPT}/node/{name}.test.mjs"], {}
    if with_engine:
        yield "real models, by openai-python 3.54.0", [*python, "real_model", "real_sound", "real_jobs"], {"PYTHONPATH": tests}


def run(name, command, environment):
    """Runs one client; gives how many of its checks passed, or `None` when one failed."""
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    counted = re.search(r"^Ran (\d+) test|^# pass (\d+)", done.stdout, re.M)
    passed = int(counted[1] or counted[2]) if counted else 0
    if done.returncode or not passed:
        print(f"{done.stdout}\n{name}: FAILED", flush=True)
        return None
    print(f"{name}: {passed} passed", flush=True)
    return passed


def main():
    with contextlib.ExitStack() as stack:
        directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="turnpike-clients-")))
        config = (HERE / "turnpike.toml").read_text().replace("${SCRIPTED_URL}", scripted.serve())
        with_engine = engine.installed()
        if with_engine:
            log = stack.enter_context(open(KEPT / "engine.log", "w"))
            for name in ("chat", "media"):
                config += stack.enter_context(contextlib.closing(engine.Engine(name, log))).config()
        ready = stack.enter_context(turnpike(config, directory))
        os.environ["TURNPIKE_BASE_URL"] = ready["api"]
        os.environ.update({f"TURNPIKE_{name.upper()}_KEY": key for name, key in KEYS.items()})
        results = [run(*client) for client in clients(with_engine)]
        if None in results:
            print((directory / "server.log").read_text()[-3000:], file=sys.stderr)
            raise SystemExit("clients: some checks FAILED")
        print(f"clients: {sum(results)} passed")


if __name__ == "__main__":
    main()
