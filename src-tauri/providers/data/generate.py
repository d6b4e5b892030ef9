#!/usr/bin/env python3
"""Writes this folder's data anew from a pinned release of litellm's list of models (MIT): `make data`.

The list is read out of the wheel, which is never installed. One function for each file; facts only, sorted, so that a new
release is reviewed as a diff.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

RELEASE = "litellm@1.109.1"
READ_ON = "2026-11-23"
LIST = "litellm/model_prices_and_context_window_backup.json"

# Our vendors, by what the list calls them.
VENDORS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "gemini": "gemini",
    "groq": "groq",
    "mistral": "mistral",
    "deepseek": "deepseek",
    "xai": "xai",
    "together_ai": "together",
    "fireworks_ai": "fireworks",
    "fireworks_ai-embedding-models": "fireworks",
    "cerebras": "cerebras",
    "perplexity": "perplexity",
    "moonshot": "moonshot",
    "zai": "zai",
    "dashscope": "alibaba",
    "cohere": "cohere",
    "cohere_chat": "cohere",
}

KINDS = {
    "chat": "chat",
    "responses": "chat",
    "embedding": "embedding",
    "image_generation": "image",
    "image_edit": "image",
    "audio_speech": "speech",
    "audio_transcription": "transcription",
    "video_generation": "video",
}

CAPABILITIES = {
    "tools": "supports_function_calling",
    "vision": "supports_vision",
    "json_schema": "supports_response_schema",
    "audio_input": "supports_audio_input",
    "pdf": "supports_pdf_input",
    "reasoning": "supports_reasoning",
}

# Where the list says nothing of a capability, that is unknown, except where it is kept so well that silence means no.
SILENCE_MEANS_NO = {
    "openai": {"vision", "json_schema", "audio_input", "pdf"},
    "anthropic": {"audio_input"},
    "groq": {"vision", "audio_input", "pdf"},
    "mistral": {"audio_input"},
    "deepseek": {"vision", "audio_input", "pdf"},
    "xai": {"audio_input"},
    "cerebras": {"vision", "audio_input", "pdf"},
    "moonshot": {"vision", "audio_input"},
    "zai": {"vision", "audio_input"},
    "cohere": {"vision", "audio_input"},
}

# The list says 4096 for what it does not know.
PLACEHOLDER = {"together": 4096, "fireworks": 4096}


def models(rows):
    """What each model is for, how much it takes, until when it is served, and what it can and can not do."""
    table = {}
    for name, row in rows.items():
        vendor = VENDORS.get(row.get("litellm_provider"))
        prefixed = name.startswith(f"{row.get('litellm_provider')}/")
        name = name.removeprefix(f"{row.get('litellm_provider')}/")
        kind = kind_of(name, row)
        if vendor is None or kind is None or is_variant(vendor, name, row):
            continue
        # With and without its prefix: the prefixed row is the one that is kept up.
        if (vendor, name) not in table or prefixed:
            table[vendor, name] = [kind, *limits(vendor, row), row.get("deprecation_date"), *abilities(vendor, name, kind, row)]
    columns = ["vendor", "model", "kind", "context_length", "max_output", "deprecated_at", "has", "lacks"]
    return columns, [[*key, *facts] for key, facts in sorted(table.items())]


def kind_of(name, row):
    kind = KINDS.get(row.get("mode"))
    if kind == "chat" and "lyria" in name:
        return "music"
    return "speech" if kind == "chat" and name.endswith("-tts") else kind


def is_variant(vendor, name, row):
    """A size or quality of an image model, or a model behind another API than chat completions."""
    if row["mode"] in ("image_generation", "image_edit") and "/" in name and vendor in ("openai", "gemini"):
        return True
    return vendor == "perplexity" and not name.startswith(("sonar", "pplx-embed"))


def limits(vendor, row):
    context, output = row.get("max_input_tokens"), row.get("max_output_tokens")
    return [limit if isinstance(limit, int) and limit != PLACEHOLDER.get(vendor) else None for limit in (context, output)]


def abilities(vendor, name, kind, row):
    if kind != "chat":
        return None, None
    said = {capability: row.get(field) for capability, field in CAPABILITIES.items()}
    # A row without a context length has only been begun, and the copies that are fine-tuned are not kept up.
    if row.get("max_input_tokens") and not name.startswith("ft:"):
        said |= {capability: False for capability in SILENCE_MEANS_NO.get(vendor, ()) if said[capability] is None}
    return [" ".join(each for each in said if said[each] is value) or None for value in (True, False)]


def write(name, what, columns, rows, digest):
    """Columns with tabs between them; what is not known is empty."""
    head = [f"# {what}", f"# source {RELEASE} read_on {READ_ON} sha256 {digest}", "# " + "\t".join(columns)]
    lines = ["\t".join("" if each is None else str(each) for each in row) for row in rows]
    Path(__file__).with_name(name).write_text("\n".join([*head, *lines]) + "\n")
    print(f"{name}: {len(rows)} rows")


def main():
    with tempfile.TemporaryDirectory() as folder:
        pin = RELEASE.replace("@", "==")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, pin]
        subprocess.run(pip, check=True)
        [wheel] = Path(folder).glob("*.whl")
        raw = zipfile.ZipFile(wheel).read(LIST)
    rows = {name: row for name, row in json.loads(raw).items() if name != "sample_spec"}
    write("models.tsv", "What is known of models. Written by generate.py: make data", *models(rows), hashlib.sha256(raw).hexdigest())


if __name__ == "__main__":
    main()
