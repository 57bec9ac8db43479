# Functions of the scripts beside it, with those of plain hosts.

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RUN=${RUN:-$(cd "$folder/../../.." && pwd)/target/deploy-wasmcloud}
. "$folder/../nginx/lib.sh"

wash=${WASH:-wash}
nats_server=${NATS_SERVER:-nats-server}
# The workload, and the host that requests for it name.
name=${NAME:-todos}
domain=${DOMAIN:-todos.example}
# NATS, the registry, and one for each host.
read -r nats_port registry_port host_ports <<<"${PORTS:-24222 24223 24224 24225}"

control() {
    NATS=127.0.0.1:$nats_port python3 "$folder/control.py" "$@"
}

start_nats() {
    "$nats_server" -c "$folder/nats.conf" -a 127.0.0.1 -p "$nats_port" -sd "$run/jetstream" >>"$run/nats.log" 2>&1 </dev/null &
    echo $! >"$run/nats.pid"
    until_true 30 listens "$nats_port" && ! is_gone "$(cat "$run/nats.pid")" ||
        fail "NATS does not start" "see $run/nats.log; other ports: PORTS"
}
