#!/usr/bin/env python3
"""Writes media_prices.json: what images, films, music, speech and transcriptions cost.

From a pinned release of litellm's list of models (MIT), read out of the wheel without installing it, and from
media_facts.json, which people write: facts that the list lacks, each with its source and date.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

RELEASE = "1.109.1"
LIST = "litellm/model_prices_and_context_window_backup.json"
HERE = Path(__file__).parent

# Our vendors, by what the list calls them.
VENDORS = {
    "openai": "openai",
    "gemini": "gemini",
    "xai": "xai",
    "fal_ai": "fal",
    "replicate": "replicate",
    "together_ai": "together",
    "elevenlabs": "elevenlabs",
    "deepgram": "deepgram",
    "groq": "groq",
    "mistral": "mistral",
    "stability": "stability",
    "minimax": "minimax",
    "runwayml": "runway",
    "luma": "luma",
}
IMAGES = {"image_generation", "image_edit"}
FILMS, SPEECH, HEARD = "video_generation", "audio_speech", "audio_transcription"
PIXELS_PER_MEGAPIXEL = 1 << 20
# Qualities and sizes stand before a model's name: high/1024-x-1536/gpt-image-1.
QUALITIES = {"low", "medium", "high", "xhigh", "max", "standard", "hd"}
SIZE = re.compile(r"(\d+)-x-(\d+)$")
# Shorter sides of films, longer sides of images, in pixels.
CLASSES = {"0.5K": 512, "1K": 1024, "2K": 2048, "4K": 4096, "2k": 1440, "4k": 2160}


def main():
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if len(sys.argv) > 1 else downloaded(folder)
        with zipfile.ZipFile(wheel) as archive:
            text = archive.read(LIST)
    models = json.loads(text)
    listed = [row for key in models for row in rows(models, key)]
    facts = json.loads((HERE / "media_facts.json").read_text())
    # Two names of one model differ in their prefix only; a fact is there because the list is wrong or silent.
    known = {identity(fact) for fact in facts}
    merged = {identity(row): row for row in listed if identity(row) not in known}
    prices = sorted([*merged.values(), *facts], key=lambda row: json.dumps([row["vendor"], row["model"], conditions(row)]))
    head = {"source": f"litellm@{RELEASE}", "file": LIST, "sha256": hashlib.sha256(text).hexdigest(), "read_on": "2026-11-23"}
    lines = ",\n".join(json.dumps(row) for row in prices)
    (HERE / "media_prices.json").write_text(f'{json.dumps(head)[:-1]}, "prices": [\n{lines}\n]}}\n')


def downloaded(folder):
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, f"litellm=={RELEASE}"], check=True
    )
    return next(Path(folder).glob("*.whl"))


def conditions(row):
    return {name: row[name] for name in ("size", "quality", "lines") if name in row}


def identity(row):
    return json.dumps([row["vendor"], row["model"], conditions(row)])


def rows(models, key):
    model = models[key]
    mode, provider = model.get("mode"), model.get("litellm_provider")
    is_song = "lyria" in key
    if provider not in VENDORS or not (is_song or mode in {*IMAGES, FILMS, SPEECH, HEARD}):
        return
    *prefixes, name = split(key, provider)
    by_tokens = has_tokens(model) or has_tokens(models.get(name, {}))
    if "streaming/" in key or (by_tokens and not is_song):
        return
    row = {"vendor": VENDORS[provider], "model": name, **{name: value for prefix in prefixes for name, value in [prefix]}}
    if is_song:
        yield {**row, **priced("song", model.get("output_cost_per_image"))}
    elif mode in IMAGES:
        yield from of_image(row, model)
    elif mode == FILMS:
        yield from of_film(row, model)
    elif mode == SPEECH and "input_cost_per_character" in model and provider != "runwayml":
        yield {**row, **priced("million_characters", model["input_cost_per_character"] * 1e6)}
    elif mode == HEARD and "input_cost_per_second" in model:
        yield {**row, **priced("hour", hourly(model))}


def has_tokens(model):
    """Billed by its tokens: the catalogue's business."""
    return any(model.get(f"{way}_cost_per_{kind}") for way in ("input", "output") for kind in ("token", "audio_token", "image_token"))


def split(key, provider):
    parts = key.removeprefix(f"{provider}/").split("/")
    while parts[0] in QUALITIES or SIZE.match(parts[0]):
        part = parts.pop(0)
        size = SIZE.match(part)
        yield ("size", [int(size[1]), int(size[2])]) if size else ("quality", part)
    yield "/".join(parts)


def priced(unit, dollars):
    return {"unit": unit, "dollars": float(f"{dollars:.6g}")}


def of_image(row, model):
    pixel, image = model.get("output_cost_per_pixel"), model.get("output_cost_per_image", model.get("input_cost_per_image"))
    if pixel:
        yield {**row, **priced("megapixel", pixel * PIXELS_PER_MEGAPIXEL)}
    elif image:
        yield {**row, **priced("image", image)}
    yield from by_class(row, model, "output_cost_per_image_", "image")


def of_film(row, model):
    second = model.get("output_cost_per_second", model.get("output_cost_per_video_per_second"))
    if second:
        yield {**row, **priced("second", second)}
    yield from by_class(row, model, "output_cost_per_second_", "second")


def by_class(row, model, prefix, unit):
    for field, dollars in model.items():
        name = field.removeprefix(prefix)
        lines = CLASSES.get(name) or (int(name.removesuffix("p")) if name.removesuffix("p").isdigit() else None)
        if field.startswith(prefix) and lines:
            yield {**row, "lines": lines, **priced(unit, dollars)}


def hourly(model):
    """The list divides prices by the hour or minute into seconds, with few digits left."""
    told = model.get("metadata", {})
    if "original_pricing_per_hour" in told:
        return told["original_pricing_per_hour"]
    if "original_pricing_per_minute" in told:
        return told["original_pricing_per_minute"] * 60
    exact = model["input_cost_per_second"] * 3600
    whole = round(exact, 3)
    return whole if abs(exact - whole) < exact * 1e-3 else exact


if __name__ == "__main__":
    main()
