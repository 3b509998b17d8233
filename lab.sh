#!/usr/bin/env bash
# Drives the lab: three directors l1 l2 l3, real servers rs1 rs2 rs3 and a client, each in a network namespace of its own.
#   ./lab.sh up | down | status [--json]
#   ./lab.sh crash NODE | freeze NODE | thaw NODE | stop NODE | start NODE
#   ./lab.sh cut NODE LINE | heal NODE LINE        LINE is service or heartbeat
#   ./lab.sh break RS | fix RS                     stops or starts the server program of rs1, rs2 or rs3
#   ./lab.sh client [--seconds N] [--rate N] [--json]
#   ./lab.sh exec NODE COMMAND...                  runs a command in a node's namespace, such as: exec l1 ip addr
# Settings: KC_LAB (prefix of the namespaces, kclab), KC_LAB_PORT (console of l1, 8301; the others follow), KC_LAB_DIR (artifacts/lab).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. build/install.sh

prefix=${KC_LAB:-kclab}
first_port=${KC_LAB_PORT:-8301}
state=$(mkdir -p "${KC_LAB_DIR:-artifacts/lab}" && readlink -f "${KC_LAB_DIR:-artifacts/lab}")
console=${KC_LAB_CONSOLE:-$PWD/src/Web/bin/Release/net10.0/keepalive-console}
nodes=(l1 l2 l3)
servers=(rs1 rs2 rs3)
vip=10.88.0.100

ns() { echo "$prefix-$1"; }
port_of() { echo $((first_port + ${1#l} - 1)); }
url_of() { echo "http://127.0.0.1:$(port_of "$1")"; }
is_node() { [[ " ${nodes[*]} " == *" $1 "* ]] || die "no node $1; the lab has: ${nodes[*]}"; }
is_server() { [[ " ${servers[*]} " == *" $1 "* ]] || die "no real server $1; the lab has: ${servers[*]}"; }
pid_file() { echo "$state/$1.pid"; }
alive() { [ -s "$(pid_file "$1")" ] && kill -0 "$(cat "$(pid_file "$1")")" 2>/dev/null; }
now_ms() { date +%s%3N; }

stop_process() { # NAME SIGNAL SECONDS: ends a process of ours by its recorded id, waits for its end
  local pid i
  alive "$1" || { rm -f "$(pid_file "$1")"; return 0; }
  pid=$(cat "$(pid_file "$1")")
  kill -CONT "$pid" 2>/dev/null || true
  kill "-$2" "$pid" 2>/dev/null || true
  for ((i = 0; i < $3 * 20; i++)); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$(pid_file "$1")"
}

holder() { # the nodes whose kernel holds the VIP
  local node
  for node in "${nodes[@]}"; do
    if holds "$node"; then echo "$node"; fi
  done
  return 0
}

holds() { ip -n "$(ns "$1")" -4 -o addr show dev eth0 2>/dev/null | grep -c " $vip/" >/dev/null; }

start_server() {
  alive "$1" && return 0
  setsid ip netns exec "$(ns "$1")" perl lab/real-server.pl "$1" 80 </dev/null >>"$state/$1.log" 2>&1 &
  echo $! >"$(pid_file "$1")"
}

start_node() {
  local node=$1 data="$state/$1" conf=()
  alive "$node" && return 0
  # The first start takes the keepalived.conf; later ones find the definition in the store.
  [ -e "$data/imported" ] || conf=(--conf "lab/$node.conf")
  setsid perl lab/listen-on.pl "127.0.0.1:$(port_of "$node")" ip netns exec "$(ns "$node")" \
    "$console" serve "${conf[@]}" --data "$data" --node "$node" </dev/null >>"$state/$node.log" 2>&1 &
  echo $! >"$(pid_file "$node")"
  local i
  for ((i = 0; i < 600; i++)); do
    curl -fsS -o /dev/null --max-time 2 "$(url_of "$node")/livez" 2>/dev/null && { touch "$data/imported"; return 0; }
    alive "$node" || break
    sleep 0.1
  done
  tail -n 20 "$state/$node.log" >&2
  die "the console of $node did not start; the end of its log is above ($state/$node.log)."
}

connect() { # NAMESPACE INTERFACE BRIDGE ADDRESS
  local port="$1-$3"
  ip -n "$(ns sw)" link add "$port" type veth peer name "$2" netns "$(ns "$1")"
  ip -n "$(ns sw)" link set "$port" master "$3" up
  ip -n "$(ns "$1")" addr add "$4" dev "$2"
  ip -n "$(ns "$1")" link set "$2" up
}

up() {
  local n name
  [ -x "$console" ] || die "the console is not built; ./run.sh lab builds it and brings the lab up."
  down
  mkdir -p "$state"
  for name in sw client "${nodes[@]}" "${servers[@]}"; do
    ip netns add "$(ns "$name")"
    ip -n "$(ns "$name")" link set lo up
  done
  for name in service heartbeat; do ip -n "$(ns sw)" link add "$name" type bridge; ip -n "$(ns sw)" link set "$name" up; done
  connect client eth0 service 10.88.0.10/24
  for n in 1 2 3; do
    connect "l$n" eth0 service "10.88.0.1$n/24"
    connect "l$n" eth1 heartbeat "10.89.0.1$n/24"
    connect "rs$n" eth0 service "10.88.0.10$n/24"
    start_server "rs$n"
  done
  for name in "${nodes[@]}"; do
    mkdir -p "$state/$name"
    "$console" token create --name lab --role viewer --data "$state/$name" >"$state/$name.token" || die "could not create the lab's token for $name."
    chmod 600 "$state/$name.token"
    start_node "$name"
  done
  say "Consoles:"
  for name in "${nodes[@]}"; do
    say "  $name  $(url_of "$name")   setup token: $(cat "$state/$name/setup-token" 2>/dev/null || echo used)"
  done
}

down() {
  local name
  for name in "${nodes[@]}"; do stop_process "$name" TERM 8 & done
  wait
  for name in "${servers[@]}"; do stop_process "$name" TERM 2; done
  for name in $(ip netns list | awk '{print $1}'); do
    case "$name" in "$prefix"-*) ip netns del "$name" ;; esac
  done
  rm -rf "${state:?}"/{l,rs}{1,2,3}{,.log,.pid,.token}
}

node_json() {
  local node=$1 run=stopped addresses reply vrrp=null
  addresses=$(ip -n "$(ns "$node")" -j -4 addr show dev eth0 2>/dev/null | jq -c '[.[].addr_info[]? | "\(.local)/\(.prefixlen)"]')
  if alive "$node"; then
    run=running
    case "$(awk '{print $3}' "/proc/$(cat "$(pid_file "$node")")/stat")" in T | t) run=frozen ;; esac
  fi
  if [ "$run" = running ] && reply=$(curl -fsS --max-time 2 -H "Authorization: Bearer $(cat "$state/$node.token")" "$(url_of "$node")/api/v1/status" 2>/dev/null); then
    vrrp=$(jq -c '.vrrp[0] // null' <<<"$reply")
    echo "$reply" >"$state/$node.status"
  else
    rm -f "$state/$node.status"
  fi
  jq -cn --arg name "$node" --arg url "$(url_of "$node")" --arg run "$run" --argjson addresses "${addresses:-[]}" --argjson vrrp "$vrrp" \
    '{name: $name, url: $url, state: ($vrrp.state // $run), addresses: $addresses, process: $run, owner: ($vrrp.owner.address // null), lastTransition: ($vrrp.lastTransition.sentence // null)}'
}

status() {
  local node json server all='[]' up_list='[]' table
  for node in "${nodes[@]}"; do
    json=$(node_json "$node")
    all=$(jq -c --argjson node "$json" '. + [$node]' <<<"$all")
  done
  for server in "${servers[@]}"; do
    up_list=$(jq -c --arg a "10.88.0.10${server#rs}:80" --argjson up "$(alive "$server" && echo true || echo false)" '. + [{address: $a, up: $up}]' <<<"$up_list")
  done
  json=$(jq -n --argjson nodes "$all" --argjson servers "$up_list" '{nodes: $nodes, realServers: $servers}')
  if [ "${1:-}" = --json ]; then
    echo "$json"
    return
  fi
  jq -r '.nodes[] | "\(.name)  \(.state)\t\(.addresses | join(" "))\t\(.url)\t\(.lastTransition // "")"' <<<"$json"
  jq -r '.realServers[] | "\(.address)  \(if .up then "answers" else "stopped" end)"' <<<"$json"
  for node in "${nodes[@]}"; do
    [ -s "$state/$node.status" ] || continue
    table=$(jq -r '[.virtualServices[].realServers[] | "\(.address) \(.state)\(if .inTable then " in table" else "" end)"] | join(", ")' "$state/$node.status")
    echo "$node sees: $table"
  done
  echo "owners of $vip: $(holder | tr '\n' ' ')"
}

wait_owner() { # EXPECTED... waits up to 15 s until exactly one of the given nodes holds the VIP; says after how long since $since
  local i name
  for ((i = 0; i < 1500; i++)); do
    for name in "$@"; do
      if holds "$name"; then echo "$name owns $vip after $(($(now_ms) - since)) ms"; return 0; fi
    done
    sleep 0.01
  done
  echo "nobody of $* owns $vip after $(($(now_ms) - since)) ms"
  return 1
}

others() { local n; for n in "${nodes[@]}"; do [ "$n" = "$1" ] || { alive "$n" && echo "$n"; }; done; }

crash_or_freeze() { # NODE SIGNAL
  local node=$1 owned=no
  alive "$node" || die "$node does not run."
  if holds "$node"; then owned=yes; fi
  since=$(now_ms)
  kill "-$2" "$(cat "$(pid_file "$node")")"
  [ "$2" = KILL ] && rm -f "$(pid_file "$node")"
  if [ "$owned" = yes ]; then
    # shellcheck disable=SC2046
    wait_owner $(others "$node")
    local taken
    taken=$(now_ms)
    while holds "$node"; do
      sleep 0.01
      [ $(($(now_ms) - taken)) -lt 15000 ] || { echo "the kernel of $node still holds $vip"; return 1; }
    done
    echo "the kernel of $node dropped $vip $(($(now_ms) - taken)) ms later"
  else
    echo "$node did not own $vip"
  fi
}

command=${1:-}
[ $# -gt 0 ] && shift
case "$command" in
  up | down | status | crash | freeze | thaw | stop | start | cut | heal | break | fix | client | exec)
    need_root "the lab"
    need_packages iproute2 nftables curl jq perl-base
    ;;
esac
case "$command" in
  up) up ;;
  down) down ;;
  status) status "${1:-}" ;;
  crash) is_node "${1:-}"; crash_or_freeze "$1" KILL ;;
  freeze) is_node "${1:-}"; crash_or_freeze "$1" STOP ;;
  thaw) is_node "${1:-}"; alive "$1" || die "$1 does not run."; kill -CONT "$(cat "$(pid_file "$1")")" ;;
  stop)
    is_node "${1:-}"
    alive "$1" || die "$1 does not run."
    since=$(now_ms)
    kill -TERM "$(cat "$(pid_file "$1")")"
    # shellcheck disable=SC2046
    wait_owner $(others "$1")
    stop_process "$1" TERM 15
    ;;
  start)
    is_node "${1:-}"
    since=$(now_ms)
    start_node "$1"
    # shellcheck disable=SC2046
    wait_owner "$1" || true
    ;;
  cut | heal)
    is_node "${1:-}"
    case "${2:-}" in service | heartbeat) ;; *) die "the lines are: service, heartbeat" ;; esac
    # The node keeps its carrier: a line cut beyond the next switch, which no link state shows.
    if [ "$command" = cut ]; then ip -n "$(ns sw)" link set "$1-$2" nomaster; else ip -n "$(ns sw)" link set "$1-$2" master "$2"; fi
    ;;
  break) is_server "${1:-}"; stop_process "$1" TERM 2 ;;
  fix) is_server "${1:-}"; start_server "$1" ;;
  client) exec ip netns exec "$(ns client)" perl lab/client.pl "$vip" 80 "$@" ;;
  exec)
    name=${1:-}
    shift || true
    [ $# -gt 0 ] || die "usage: ./lab.sh exec NODE COMMAND..."
    exec ip netns exec "$(ns "$name")" "$@"
    ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
