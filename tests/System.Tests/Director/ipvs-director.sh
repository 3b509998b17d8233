#!/bin/bash
# ipvs-director.sh CONSOLE REAL_SERVER_PL FOLDER, inside a kernel with IPVS: the console as director between a client and two real
# servers, one service by NAT and one by direct routing. Prints a line "ok" or "FAIL" for each thing looked at.
#
#   cl 10.1.0.10 --- bridge 1 --- lb 10.1.0.1 / 10.2.0.1 --- bridge 2 --- r1 10.2.0.101, r2 10.2.0.102
#                        \--- r1 10.1.0.101, r2 10.1.0.102 (direct routing)
set -u
console=$1 real_server=$2 folder=$3
in_ns() { ip netns exec "$@"; }

want() { # WHAT GOT WANTED
  if [ "$2" = "$3" ]; then echo "ok   $1: $2"; else echo "FAIL $1: got [$2], wanted [$3]"; fi
}

eventually() { # SECONDS WHAT WANTED COMMAND...: asks until the answer is as wanted
  local limit=$(($(date +%s) + $1)) what=$2 wanted=$3 got
  shift 3
  while got=$("$@"); [ "$got" != "$wanted" ]; do
    [ "$(date +%s)" -lt "$limit" ] || break
    sleep 0.2
  done
  want "$what" "$got" "$wanted"
}

answers() { # COUNT ADDRESS: who answered how often
  in_ns cl sh -c 'for i in $(seq '"$1"'); do curl -s -m 5 '"$2"'/ || echo none; done' | sort | uniq -c | awk '{printf "%s%s=%s", gap, $2, $1; gap=" "}'
}
destinations() { # the destinations of one service with their method and weight
  in_ns lb ipvsadm -Ln | awk -v service="$1:80" '$1 == "TCP" {inside = $2 == service} inside && $1 == "->" && $2 != "RemoteAddress:Port" {printf "%s%s/%s/%s", gap, $2, $3, $4; gap=" "}'
}
addresses() { in_ns lb ip -4 -o addr show dev eth1 | awk '$4 ~ /^10\.1\.0\.20/ {printf "%s%s", gap, $4; gap=" "}'; }
# "ip netns exec" becomes the program, so the recorded id is the program's own; a shell function in the background would not be.
start_server() { ip netns exec "$1" perl "$real_server" "$1" 80 </dev/null >/dev/null 2>&1 & eval "pid_$1=$!"; }

for name in sw cl lb r1 r2; do ip netns add $name; ip -n $name link set lo up; done
for bridge in 1 2; do ip -n sw link add br$bridge type bridge; ip -n sw link set br$bridge up; done
for port in 1cl 1lb 1r1 1r2 2lb 2r1 2r2; do
  name=${port#?} bridge=${port%??}
  ip -n sw link add p$port type veth peer name eth$bridge netns $name
  ip -n sw link set p$port master br$bridge up
  ip -n $name link set eth$bridge up
done
ip -n cl addr add 10.1.0.10/24 dev eth1
ip -n cl addr add 10.3.0.1/32 dev lo
ip -n lb addr add 10.1.0.1/24 dev eth1
ip -n lb addr add 10.2.0.1/24 dev eth2
ip -n lb route add 10.3.0.1 via 10.1.0.10
in_ns lb sysctl -qw net.ipv4.ip_forward=1
for n in 1 2; do
  in_ns r$n sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
  ip -n r$n addr add 10.1.0.10$n/24 dev eth1
  ip -n r$n addr add 10.2.0.10$n/24 dev eth2
  ip -n r$n addr add 10.1.0.201/32 dev lo
  ip -n r$n route add default via 10.2.0.1
  start_server r$n
done
# For NAT the answer must come back through the director: the client asks from an address the real servers reach only by it.
nat_client='--interface 10.3.0.1 10.1.0.200'

cat >"$folder/director.conf" <<'CONF'
global_defs {
    router_id lb
}
vrrp_instance VI_IPVS {
    state BACKUP
    interface eth1
    virtual_router_id 61
    priority 200
    virtual_ipaddress {
        10.1.0.200/24
        10.1.0.201/24
    }
}
virtual_server 10.1.0.200 80 {
    delay_loop 1
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.2.0.101 80 {
        HTTP_GET {
            url {
                path /healthCheck
                status_code 200
            }
            connect_timeout 2
            nb_get_retry 1
            delay_before_retry 1
        }
    }
    real_server 10.2.0.102 80 {
        TCP_CHECK {
            connect_timeout 2
            retry 1
        }
    }
}
virtual_server 10.1.0.201 80 {
    delay_loop 1
    lb_algo wrr
    lb_kind DR
    protocol TCP
    real_server 10.1.0.101 80 {
        weight 3
        TCP_CHECK {
            connect_timeout 2
            retry 1
        }
    }
    real_server 10.1.0.102 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 2
            retry 1
        }
    }
}
CONF

cd "$folder" || exit 1
# A page that changes its protection costs a tenth of a millisecond in such a kernel: code that is written through a second mapping makes
# the start take two minutes instead of one.
DOTNET_EnableWriteXorExecute=0 ip netns exec lb "$console" serve --conf "$folder/director.conf" --data "$folder/data" --node lb --Engine:LoadBalancer=Ipvs </dev/null >"$folder/console.log" 2>&1 &
pid_console=$!

eventually 150 "addresses on the director" "10.1.0.200/24 10.1.0.201/24" addresses
# While it starts, the console takes the guest's one processor for seconds at a time: traffic is looked at when it has started.
eventually 150 "the console started" 1 grep -c "Application started" "$folder/console.log"
eventually 30 "NAT service" "10.2.0.101:80/Masq/1 10.2.0.102:80/Masq/1" destinations 10.1.0.200
eventually 30 "DR service" "10.1.0.101:80/Route/3 10.1.0.102:80/Route/1" destinations 10.1.0.201
want "NAT traffic, round robin" "$(answers 4 "$nat_client")" "r1=2 r2=2"
want "DR traffic, weighted 3 to 1" "$(answers 8 10.1.0.201)" "r1=6 r2=2"

kill -KILL "$pid_r1"
wait "$pid_r1" 2>/dev/null
eventually 30 "NAT service, r1 killed" "10.2.0.102:80/Masq/1" destinations 10.1.0.200
eventually 30 "DR service, r1 killed" "10.1.0.102:80/Route/1" destinations 10.1.0.201
want "NAT traffic, r1 killed" "$(answers 4 "$nat_client")" "r2=4"
want "DR traffic, r1 killed" "$(answers 4 10.1.0.201)" "r2=4"

start_server r1
eventually 30 "NAT service, r1 back" "10.2.0.101:80/Masq/1 10.2.0.102:80/Masq/1" destinations 10.1.0.200
in_ns lb ipvsadm -C
eventually 30 "DR service after ipvsadm -C" "10.1.0.101:80/Route/3 10.1.0.102:80/Route/1" destinations 10.1.0.201

kill -TERM "$pid_console"
wait "$pid_console"
want "exit code after SIGTERM" "$?" 0
want "addresses after the stop" "$(addresses)" ""
want "table after the stop" "$(in_ns lb ipvsadm -Ln | grep -c '^TCP')" 0
echo "-- the console's own words:"
tail -n 25 "$folder/console.log"
