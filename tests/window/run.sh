#!/usr/bin/env bash
# The app as its users have it: the real window on a display of its own, and the same pages in a browser from
# turnpike-server. Pictures go to target/window. Needs what `.ci/setup test` installs, and both programs built with the UI.
# `tests/window/run.sh closing quitting` runs only these.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "$(uname)" != Linux ]; then
    echo "skipped: the window is driven on Linux only"
    exit 0
fi
for tool in Xvfb dbus-daemon gdbus WebKitWebDriver chromedriver curl; do
    command -v "$tool" >/dev/null || { echo "tests/window: $tool is missing; .ci/setup test installs it" >&2; exit 1; }
done
target=${CARGO_TARGET_DIR:-target}
if [ -z "${TURNPIKE_APP:-}" ] || [ -z "${TURNPIKE_SERVER:-}" ]; then
    cargo build --quiet --workspace --bins
fi
mkdir -p "$target/window"
export TURNPIKE_APP=${TURNPIKE_APP:-$target/debug/turnpike} TURNPIKE_SERVER=${TURNPIKE_SERVER:-$target/debug/turnpike-server}
export TURNPIKE_PICTURES=$target/window PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/window
[ $# -gt 0 ] || set -- first_minutes closing starting quitting port_taken tray shell keyboard looks in_a_browser hundred_thousand screens
exec python3 -m unittest -v "$@"
