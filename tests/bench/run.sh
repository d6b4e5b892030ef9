#!/usr/bin/env bash
# What the gateway adds, against a bare pass-through in the same run. `tests/bench/run.sh --help` for its options.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }
target=${CARGO_TARGET_DIR:-target}
if [ -z "${TURNPIKE_SERVER:-}" ]; then
    cargo build --quiet --release -p turnpike-gateway --bin turnpike-server
    TURNPIKE_SERVER=$target/release/turnpike-server
fi
cargo build --quiet --release --locked --manifest-path tests/bench/Cargo.toml --target-dir "$target/bench"
exec python3 tests/bench/bench.py --server "$TURNPIKE_SERVER" --rig "$target/bench/release" --out "$target/bench" "$@"
