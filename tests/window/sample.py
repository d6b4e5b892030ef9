"""A workspace that has been used for a while: keys, a provider, and requests of every kind that the log can show."""

import base64

from driver import eventually

# Two pixels.
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGPYGcQtH78OAAfsAkOvt7uoAAAAAElFTkSuQmCC")


def fill(gateway):
    """Gives back the id of a request that fell back."""
    secrets = {}
    for name, preset, budget in (("editor", "app", {"credits": "500", "period": "month"}), ("ci", "production", None), ("spent", "app", {"credits": "0.000001", "period": "day"})):
        fields = {"name": name, "preset": preset, **({"budget": budget} if budget else {})}
        secrets[name] = gateway.admin("POST", "/keys", fields)["secret"]
        for question in ("What is a turnpike?", "Explain it to a child.", "And in one word?"):
            gateway.chat(key=secrets[name], messages=[{"role": "user", "content": question}])
    gateway.upload("milestones.png", PICTURE, secrets["editor"])
    gateway.upload("tolls.json", b'{"coach": 6, "rider": 2, "drove of twenty": 10}', secrets["editor"])
    # Somewhere nobody answers, as a provider that is down.
    gateway.admin("POST", "/providers", {"id": "basement", "vendor": "openai-compatible", "base_url": "http://127.0.0.1:9/v1"})
    gateway.admin("PUT", "/models", {"id": "llama-in-the-basement", "provider": "basement", "kind": "chat"})
    gateway.chat("llama-in-the-basement", secrets["ci"])
    gateway.chat("no-such-model", secrets["ci"])
    gateway.chat(key=secrets["ci"], stream=True)
    gateway.chat("sandbox-overloaded", secrets["ci"])
    gateway.job("videos", "A gate at dawn, seen from the coach [takes 1s]", secrets["ci"], seconds=1, size="320x240")
    gateway.job("videos", "A gate that nobody may see [filtered] [takes 1s]", secrets["ci"], seconds=1, size="320x240")
    gateway.job("music", "A horn call for the mail coach [takes 1s]", secrets["ci"], duration=1)
    eventually("the jobs have ended", lambda: [job["state"] for job in gateway.admin("GET", "/jobs")["data"]] == ["completed", "failed", "completed"])
    # Records are written a moment after their requests.
    return eventually("it is in the log", lambda: gateway.admin("GET", "/requests?filter=is:fallback&limit=1")["data"])[0]["id"]
