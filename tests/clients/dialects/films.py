"""Providers of films, each with jobs of its own: what is asked for is there at the second look, where its answers say."""

import base64

from . import require

FILM = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41 and a film"
# Elsewhere it would have to be on the public web, which no test reaches.
INSIDE = "data:video/mp4;base64," + base64.b64encode(FILM).decode()


def begun(path, asked, base):
    """The answer to who asks for a film; `None`: he asks for something else."""
    if path.startswith("/fal/"):
        require(asked["prompt"], "no prompt")
        job = f"{base}/fal/acme/requests/1"
        return {"request_id": "1", "status": "IN_QUEUE", "status_url": f"{job}/status", "response_url": job, "cancel_url": f"{job}/cancel"}
    if path.startswith("/replicate/") and path.endswith("/predictions"):
        require(asked["input"]["prompt"], "no prompt")
        return {"id": "1", "status": "starting", "urls": {"get": f"{base}/replicate/v1/predictions/1", "cancel": f"{base}/replicate/v1/predictions/1/cancel"}}
    if path.endswith(":predictLongRunning"):
        require(asked["instances"][0]["prompt"], "no prompt")
        return {"name": "models/veo/operations/1"}
    if path.startswith("/xai/"):
        require(asked["model"] and asked["prompt"], "no prompt")
        return {"request_id": "1"}
    return None


def found(path, base):
    """What there is to look at: JSON, bytes, or the address that it has moved to."""
    return {
        "/fal/acme/requests/1/status": {"status": "COMPLETED", "request_id": "1", "response_url": f"{base}/fal/acme/requests/1"},
        "/fal/acme/requests/1": {"video": {"url": INSIDE, "content_type": "video/mp4"}},
        "/replicate/v1/predictions/1": {"id": "1", "status": "succeeded", "output": INSIDE, "urls": {}},
        "/v1beta/models/veo/operations/1": {
            "name": "models/veo/operations/1",
            "done": True,
            "response": {"generateVideoResponse": {"generatedSamples": [{"video": {"uri": f"{base}/v1beta/files/1:download?alt=media"}}]}},
        },
        "/v1beta/files/1:download?alt=media": f"{base}/film.mp4",
        "/xai/v1/videos/1": {"status": "done", "video": {"url": f"{base}/film.mp4", "duration": 8, "respect_moderation": True}},
        "/film.mp4": FILM,
    }.get(path)
