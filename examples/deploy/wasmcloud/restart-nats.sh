#!/usr/bin/env bash
# Kills the NATS of run.sh as a failure does, and starts it again with its data.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

pid=$(cat "$run/nats.pid")
kill -9 "$pid" 2>/dev/null || true
until_true 10 is_gone "$pid"
start_nats
