#!/usr/bin/env bash
# The real window, without a display: a cold start, a test request, a live row, a key made and used. Pictures go to
# target/window. Needs xvfb, dbus and webkit2gtk-driver (Debian's names), curl, and the app built with its UI inside.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "$(uname)" != Linux ]; then
    echo "skipped: the window is driven on Linux only"
    exit 0
fi
for tool in Xvfb dbus-run-session WebKitWebDriver curl; do
    command -v "$tool" >/dev/null || { echo "tests/window: $tool is missing; .ci/setup test installs it" >&2; exit 1; }
done
target=${CARGO_TARGET_DIR:-target}
if [ -z "${TURNPIKE_APP:-}" ]; then
    cargo build --quiet -p turnpike --bin turnpike
    TURNPIKE_APP=$target/debug/turnpike
fi
mkdir -p "$target/window"
export TURNPIKE_APP TURNPIKE_PICTURES=$target/window PYTHONDONTWRITEBYTECODE=1
exec python3 tests/window/first_minutes.py -v
