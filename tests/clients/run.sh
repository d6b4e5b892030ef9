#!/usr/bin/env bash
# The official SDKs against the real turnpike-server: in front of its sandbox, of scripted providers of every dialect, and of a
# real model where one is installed. Needs python3 with venv, and Node 20. What is installed is kept under target/clients.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1
here=$PWD/tests/clients
target=$PWD/${CARGO_TARGET_DIR:-target}
case "${CARGO_TARGET_DIR:-}" in /*) target=$CARGO_TARGET_DIR ;; esac
kept=$target/clients
mkdir -p "$kept"

# once NAME WHAT COMMAND...: runs the command unless it has already made exactly this.
once() {
    local stamp=$kept/.made-$1 want
    want=$(cat "$2" <(echo "$(python3 --version) $(node --version)"))
    shift 2
    [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
    "$@"
    printf '%s' "$want" >"$stamp"
}

python_sdk() {
    rm -rf "$kept/venv"
    python3 -m venv "$kept/venv"
    "$kept/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/python/requirements.txt"
}

older_python_sdks() {
    while read -r version; do
        rm -rf "$kept/openai-$version"
        "$kept/venv/bin/pip" install --quiet --disable-pip-version-check --target "$kept/openai-$version" "openai==$version"
    done <"$here/python/older-versions.txt"
}

node_sdks() {
    mkdir -p "$kept/node"
    cp "$here"/node/package.json "$here"/node/package-lock.json "$here"/node/.npmrc "$kept/node/"
    npm --prefix "$kept/node" ci --silent --no-audit --no-fund
}

once python "$here/python/requirements.txt" python_sdk
once older-python "$here/python/older-versions.txt" older_python_sdks
once node "$here/node/package-lock.json" node_sdks
cp "$here"/node/*.mjs "$kept/node/"

if [ -z "${TURNPIKE_SERVER:-}" ]; then
    cargo build --quiet -p turnpike-gateway --bin turnpike-server
    TURNPIKE_SERVER=$target/debug/turnpike-server
fi
export TURNPIKE_SERVER
exec "$kept/venv/bin/python" "$here/run.py" "$kept"
