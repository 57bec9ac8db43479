# Functions of the scripts beside it, and the variables that they take.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

component=${COMPONENT:-$root/target/components/json-api.wasm}
doorway=${DOORWAY:-$root/target/debug/doorway}
redis_server=${REDIS_SERVER:-redis-server}
nginx=${NGINX_PROGRAM:-$(command -v nginx || echo /usr/sbin/nginx)}
hosts=${HOSTS:-host-1 host-2 host-3}
port=${PORT:-8080}
redis_port=${REDIS_PORT:-6380}
# A request that only a host that can serve answers with 2xx.
check=${CHECK:-/todos?per_page=1}
# Logs, data, and a folder for each host.
run=${RUN:-$root/target/deploy-nginx}

fail() {
    echo "error: $1" >&2
    echo "help: $2" >&2
    exit 1
}

# until_true SECONDS COMMAND...: waits until it succeeds; fails if it does not in time.
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}

# A process that has ended may wait for its parent to notice.
is_gone() {
    ! kill -0 "$1" 2>/dev/null || [[ $(ps -o stat= -p "$1") == Z* ]]
}

listens() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

start_redis() {
    mkdir -p "$run/redis"
    "$redis_server" "$here/redis.conf" --port "$redis_port" --dir "$run/redis" >>"$run/redis.log" 2>&1 </dev/null &
    echo $! >"$run/redis.pid"
    until_true 30 listens "$redis_port" && ! is_gone "$(cat "$run/redis.pid")" ||
        fail "Redis does not start" "see $run/redis.log; another port: REDIS_PORT"
}

says_where() {
    grep -qs 'on http://' "$1/out" || is_gone "$(cat "$1/pid")"
}

# stop_all PROCESS...: nginx first, which lets the requests under way finish; then the hosts, and then these.
stop_all() {
    local process
    stop_process "$run/nginx.pid" 5 QUIT
    for process in "$run"/{starting,hosts,leaving}/*/; do
        stop_process "$process/pid" 5
    done
    for process in "$@"; do
        stop_process "$run/$process.pid" 5
    done
}

# start_host NAME COMPONENT: starts a host, and waits until it can serve.
start_host() {
    local folder=$run/starting/$1 addr
    rm -rf "$folder"
    mkdir -p "$folder"
    nohup "$doorway" serve "$2" --addr 127.0.0.1:0 --keyvalue "redis://127.0.0.1:$redis_port" \
        >"$folder/out" 2>"$folder/log" </dev/null &
    echo $! >"$folder/pid"
    until_true 60 says_where "$folder" || true
    addr=$(sed -n 's|.* on http://||p' "$folder/out")
    if [ -z "$addr" ] || ! curl -fsS --max-time 30 -o "$folder/check" "http://$addr$check"; then
        kill -9 "$(cat "$folder/pid")" 2>/dev/null || true
        cat "$folder/log" >&2
        fail "$1 does not serve $2" "see above; 2xx is needed for $check, and CHECK names another request"
    fi
    echo "$addr" >"$folder/addr"
    mkdir -p "$run/hosts"
    mv "$folder" "$run/hosts/$1"
}

# stop_process FILE SECONDS [SIGNAL]: ends the process of that file, hard if it takes longer.
stop_process() {
    local pid
    pid=$(cat "$1" 2>/dev/null) || return 0
    kill -"${3:-TERM}" "$pid" 2>/dev/null || return 0
    until_true "$2" is_gone "$pid" || kill -9 "$pid" 2>/dev/null || true
}

# Tells nginx which hosts there are. In one step: nginx never reads half a file.
write_hosts() {
    local addr
    for addr in "$run"/hosts/*/addr; do
        echo "server $(cat "$addr") max_fails=1 fail_timeout=2s;"
    done >"$run/hosts.conf.new"
    mv "$run/hosts.conf.new" "$run/hosts.conf"
}

# Starts nginx in front of the hosts.
start_nginx() {
    mkdir -p "$run/temp"
    write_hosts
    sed "s/127\.0\.0\.1:8080/127.0.0.1:$port/" "$here/nginx.conf" >"$run/nginx.conf"
    run_nginx
}

run_nginx() {
    local user=
    # Else its workers would be nobody, who cannot write here.
    [ "$(id -u)" != 0 ] || user='user root;'
    "$nginx" -e "$run/error.log" -p "$run" -c "$run/nginx.conf" -g "$user" "$@"
}
