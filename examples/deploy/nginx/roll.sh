#!/usr/bin/env bash
# Replaces a host while the service goes on:  roll.sh OLD NEW [COMPONENT]
#
# If the new one does not serve, the old one stays.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ $# -ge 2 ] || fail "two names are needed" "write it as: roll.sh host-2 host-4 [COMPONENT]"
old=$1 new=$2 component=${3:-$component}
[ -d "$run/hosts/$old" ] || fail "there is no $old" "the hosts are: $(ls -x "$run/hosts" 2>/dev/null)"
[ ! -e "$run/hosts/$new" ] || fail "there is $new already" "choose another name"

# 1. The new one serves before the old one goes.
start_host "$new" "$component"

# 2. nginx gives the old one no more requests. Its workers that still may have some are those of now; they end by
#    themselves when they have no request left. A client that reads a stream may keep one for long.
mkdir -p "$run/leaving"
mv "$run/hosts/$old" "$run/leaving/$old"
write_hosts
run_nginx -t 2>/dev/null || run_nginx -t
mapfile -t workers < <(pgrep -P "$(cat "$run/nginx.pid")")
run_nginx -s reload
for worker in "${workers[@]}"; do
    until_true 30 is_gone "$worker" || echo "a worker of nginx still has requests" >&2
done

# 3. The old one ends when it has answered what it has.
stop_process "$run/leaving/$old/pid" 60
rm -rf "${run:?}/leaving/$old"
echo "$new serves instead of $old"
