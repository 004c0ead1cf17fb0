#!/usr/bin/env bash
# Gives the workers of this machine another API key, or any other configuration, one worker at a time, while the others answer.
#
#     deploy/rotate.sh NEW_ENV_FILE WORKER...        such as: rotate.sh new.env 8101 8102 8103
#
# A worker that is not healthy with the new configuration gets the old one back, as do those before it, and the status is 1.
#
# ENV_FILE         what the workers read; /etc/twilio-access-token/env unless set
# WORKER_ADDRESS   where they listen; 127.0.0.1 unless set
# HAPROXY_SOCKET   HAProxy's admin socket. If it is set, a worker is taken out of use before it is restarted; needs socat
# SETTLE           how many seconds the balancer has to take a restarted worker back in; 2 unless set
set -euo pipefail

if [ $# -lt 2 ]; then
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
new=$1
shift
current=${ENV_FILE:-/etc/twilio-access-token/env}
old=$current.old
address=${WORKER_ADDRESS:-127.0.0.1}
settle=${SETTLE:-2}

# Puts a file in the place of what the workers read, at once and whole.
use() {
    install -m 600 "$1" "$current.next"
    mv "$current.next" "$current"
}

haproxy() {
    [ -n "${HAPROXY_SOCKET:-}" ] || return 0
    socat - "UNIX-CONNECT:$HAPROXY_SOCKET" <<<"$1"
}

# Where all is well, HAProxy answers with an empty line.
set_state() {
    local answer
    answer=$(haproxy "set server tokens/$1 state $2")
    [ -z "$answer" ] || echo "error: HAProxy says of $1: $answer" >&2
    [ -z "$answer" ]
}

# No request is given to the worker any more, and those that it has are waited for.
drain() {
    set_state "$1" drain
    for _ in {1..50}; do
        # The fifth field is the number of sessions.
        haproxy 'show stat' | awk -F, -v server="$1" '$1 == "tokens" && $2 == server && $5 > 0 { exit 1 }' && return 0
        sleep 0.1
    done
}

# A worker that does not listen yet is waited for, one that says what is wrong is not.
healthy() {
    local status
    for _ in {1..100}; do
        status=$(curl --silent --max-time 2 --output /dev/null --write-out '%{http_code}' "http://$address:$1/healthz") || true
        [ "$status" = 000 ] || break
        sleep 0.1
    done
    [ "$status" = 200 ]
}

restart() {
    drain "$1"
    systemctl restart "twilio-access-token@$1.service"
    healthy "$1" || return 1
    set_state "$1" ready
    sleep "$settle"
}

for worker; do
    set_state "$worker" ready
done
install -m 600 "$current" "$old"
use "$new"
done=()
for worker; do
    done+=("$worker")
    if restart "$worker"; then
        echo "$worker has the new configuration"
        continue
    fi
    echo "error: $worker is not healthy with $new: curl http://$address:$worker/healthz says why; back to the old one" >&2
    use "$old"
    for worker in "${done[@]}"; do
        restart "$worker" || echo "error: $worker is not healthy with the old configuration either" >&2
    done
    rm "$old"
    exit 1
done

ttl=$(sed -n 's/^TOKEN_TTL="\{0,1\}\([0-9]\{1,\}\).*/\1/p' "$old")
rm "$old"
echo "the last token of the old key expires at $(date --date="+${ttl:-3600} seconds" '+%F %T %Z'); delete that key then, and not before"
