#!/usr/bin/env bash
# Several hosts of a component, the Redis that they share, and nginx in front, until Enter or Ctrl-C.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ -f "$component" ] || fail "there is no $component" 'run `cargo xtask build json-api`, or name another one in COMPONENT'
[ -x "$doorway" ] ||
    fail "there is no $doorway" 'run `cargo build -p doorway-cli --features redis`, or name another one in DOORWAY'
command -v "$redis_server" >/dev/null ||
    fail "there is no $redis_server" '`apt-get install redis-server`, or name another one in REDIS_SERVER'
command -v "$nginx" >/dev/null || fail "there is no $nginx" '`apt-get install nginx`, or name another one in NGINX_PROGRAM'
! listens "$port" || fail "another program listens on port $port" "stop it, or choose another port in PORT"
! listens "$redis_port" || fail "another program listens on port $redis_port" "stop it, or choose another port in REDIS_PORT"

rm -rf "$run/starting" "$run/hosts" "$run/leaving"
mkdir -p "$run"
trap 'stop_all redis' EXIT
trap 'exit 0' INT TERM

start_redis
starting=()
for host in $hosts; do
    start_host "$host" "$component" &
    starting+=($!)
done
for pid in "${starting[@]}"; do
    wait "$pid"
done
start_nginx

echo "Serving $component on http://127.0.0.1:$port"
echo "Logs and process ids are in $run; press Enter to stop"
read -r _ || true
