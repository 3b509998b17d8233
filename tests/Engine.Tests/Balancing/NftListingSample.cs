namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>
/// What nft 1.0.6 lists of a table with <c>10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=0</c> and
/// <c>10.88.0.100:53/udp rr |</c>, one object a line.
/// </summary>
internal static class NftListingSample
{
    public const string Text = """
        {"nftables": [
        {"metainfo": {"version": "1.0.6", "release_name": "Lester Gooch #5", "json_schema_version": 1}},
        {"table": {"family": "ip", "name": "keepalive_console", "handle": 2}},
        {"map": {"family": "ip", "name": "services", "table": "keepalive_console", "type": ["ipv4_addr", "inet_proto", "inet_service"], "handle": 1, "map": "verdict", "elem": [[{"concat": ["10.88.0.100", 17, 53]}, {"goto": {"target": "svc_10.88.0.100_53_udp"}}], [{"concat": ["10.88.0.100", 6, 80]}, {"goto": {"target": "svc_10.88.0.100_80_tcp"}}]]}},
        {"set": {"family": "ip", "name": "real_servers", "table": "keepalive_console", "type": ["ipv4_addr", "inet_proto", "inet_service"], "handle": 6, "elem": [{"concat": ["10.2.0.101", 6, 80]}, {"concat": ["10.2.0.102", 6, 80]}, {"concat": ["10.2.0.103", 6, 80]}]}},
        {"map": {"family": "ip", "name": "weights_10.88.0.100_80_tcp", "table": "keepalive_console", "type": ["ipv4_addr", "inet_service"], "handle": 10, "map": "mark", "elem": [[{"concat": ["10.2.0.101", 80]}, 3], [{"concat": ["10.2.0.102", 80]}, 1], [{"concat": ["10.2.0.103", 80]}, 0]]}},
        {"map": {"family": "ip", "name": "weights_10.88.0.100_53_udp", "table": "keepalive_console", "type": ["ipv4_addr", "inet_service"], "handle": 14, "map": "mark"}},
        {"chain": {"family": "ip", "table": "keepalive_console", "name": "prerouting", "handle": 2, "type": "nat", "hook": "prerouting", "prio": -100, "policy": "accept"}},
        {"chain": {"family": "ip", "table": "keepalive_console", "name": "output", "handle": 4, "type": "nat", "hook": "output", "prio": -100, "policy": "accept"}},
        {"chain": {"family": "ip", "table": "keepalive_console", "name": "postrouting", "handle": 7, "type": "nat", "hook": "postrouting", "prio": 100, "policy": "accept"}},
        {"chain": {"family": "ip", "table": "keepalive_console", "name": "svc_10.88.0.100_80_tcp", "handle": 9}},
        {"chain": {"family": "ip", "table": "keepalive_console", "name": "svc_10.88.0.100_53_udp", "handle": 13}},
        {"rule": {"family": "ip", "table": "keepalive_console", "chain": "prerouting", "handle": 3, "expr": [{"vmap": {"key": {"concat": [{"payload": {"protocol": "ip", "field": "daddr"}}, {"meta": {"key": "l4proto"}}, {"payload": {"protocol": "th", "field": "dport"}}]}, "data": "@services"}}]}},
        {"rule": {"family": "ip", "table": "keepalive_console", "chain": "output", "handle": 5, "expr": [{"vmap": {"key": {"concat": [{"payload": {"protocol": "ip", "field": "daddr"}}, {"meta": {"key": "l4proto"}}, {"payload": {"protocol": "th", "field": "dport"}}]}, "data": "@services"}}]}},
        {"rule": {"family": "ip", "table": "keepalive_console", "chain": "postrouting", "handle": 8, "expr": [{"match": {"op": "in", "left": {"ct": {"key": "status"}}, "right": 32}}, {"match": {"op": "==", "left": {"concat": [{"payload": {"protocol": "ip", "field": "daddr"}}, {"meta": {"key": "l4proto"}}, {"payload": {"protocol": "th", "field": "dport"}}]}, "right": "@real_servers"}}, {"masquerade": null}]}},
        {"rule": {"family": "ip", "table": "keepalive_console", "chain": "svc_10.88.0.100_80_tcp", "handle": 12, "comment": "wrr", "expr": [{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": 6}}, {"dnat": {"family": "ip", "addr": {"map": {"key": {"numgen": {"mode": "inc", "mod": 4, "offset": 0}}, "data": {"set": [[0, {"concat": ["10.2.0.101", 80]}], [1, {"concat": ["10.2.0.101", 80]}], [2, {"concat": ["10.2.0.102", 80]}], [3, {"concat": ["10.2.0.101", 80]}]]}}}}}]}},
        {"rule": {"family": "ip", "table": "keepalive_console", "chain": "svc_10.88.0.100_53_udp", "handle": 15, "comment": "rr", "expr": [{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": 17}}, {"reject": {"type": "icmp", "expr": 3}}]}}
        ]}
        """;
}
