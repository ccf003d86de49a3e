package dev.directrix.director.config;

/** Configurations that several tests read. */
public final class ExampleConfigs {

    /** What a director needs at least, in four lines. */
    public static final String SMALLEST = """
        node: {name: d1, interfaces: [eth0]}
        bgp: {asn: 65101, router-id: 10.0.1.11, neighbors: [{address: 10.0.1.1, asn: 65000}]}
        vips: [{address: 192.0.2.10, services: [{protocol: tcp, port: 80, pool: web}]}]
        pools: {web: {servers: [{name: s1, address: 10.0.1.21}]}}
        """;

    /** Every key that there is, none with its default. */
    public static final String EVERY_KEY = """
        node:
          name: d1
          interfaces: [eth0, eth1]
          control-socket: run/d1.sock
          admin: 127.0.0.1:9180
          state-file: state/d1.state
          site: fra
        sites:
          fra: {communities: ["65000:7"], large-communities: ["65000:2:7"], med: 10, prepend: 1, local-pref: 110,
                as-override: 65500}
          ams: {communities: ["65000:8"], large-communities: ["65000:2:8"], med: 20, prepend: 3, local-pref: 90,
                as-override: 65501}
        weight: 250
        router-model: {kind: frr-10.3.1, maximum-paths: 16}
        guard:
          bmp: {listen: 10.0.1.11:11019, routers: [10.0.1.1, "2001:db8::1"]}
          directors: {d2: 10.0.1.12, d3: [10.0.1.13, "2001:db8::13"]}
        weight-auto: {cpu: 80, packets: 500k, servers: true, floor: 5, ceiling: 95, step: 7, hysteresis: 15,
                      interval: 45s}
        datapath:
          mode: af-xdp
          flow-capacity: 2M
          neighbors: {10.0.1.21: "02:00:0a:00:01:15", default: "02:00:0a:00:01:fe"}
        flows: {track: on-change, idle: {tcp: 2m, udp: 30s, closing: 9s, handshake: 20s, half-closed: 1m, syn: 3s}}
        maglev: {table-size: 655373, seed-file: seed}
        bgp:
          asn: 65000.1
          router-id: 10.0.1.11
          listen: 10.0.1.11:179
          neighbors:
            - {address: 10.0.1.1, asn: 4200000000, port: 1179, hold-time: 30s, connect-retry: 2s,
               password-file: bgp.key, link-bandwidth: non-transitive, source-address: 10.0.1.11, passive: true,
               description: rack 1, local-asn: 65102, ttl-security: 1, families: [ipv4-unicast], graceful-restart: 20s,
               role: customer, role-strict: true, hostname: true, software-version: true, max-prefixes: 500,
               communities: ["65000:300"], large-communities: ["65000:2:3"], med: 10, prepend: 2, as-override: 65500,
               bfd: {interval: 100ms, multiplier: 5, multihop: true, min-ttl: 255,
                     auth: {type: keyed-sha1, key-id: 7, key-file: bgp.key}}}
            - {address: "fe80::1", asn: 65000, interface: eth0, multihop: 3, extended-next-hop: true, local-pref: 120,
               add-path-receive: true,
               bfd: {}, tcp-ao: [{key-file: bgp.key, send-id: 1, receive-id: 2, algorithm: aes-128-cmac}],
               next-hops: [10.0.1.11, "2001:db8::11", 10.0.1.111], weight-per-path: 50}
            - {interface: eth1, asn: 65000, monitor: true}
            - {address: 10.0.1.2, asn: 65000, source-addresses: [10.0.1.11, 10.0.1.111]}
          listen-ranges:
            - {prefix: 10.9.0.0/16, asn: any, limit: 20, password-file: bgp.key, description: racks,
               local-asn: 65103, hold-time: 30s, interface: eth1, ttl-security: 2, families: [ipv6-unicast],
               extended-next-hop: true, graceful-restart: 20s, role: customer, role-strict: true, hostname: true,
               software-version: true, max-prefixes: 5, link-bandwidth: "off", communities: ["65000:301"],
               large-communities: ["65000:2:4"],
               med: 11, prepend: 1, local-pref: 90, as-override: 65501,
               bfd: {interval: 50ms, multiplier: 4, multihop: true, min-ttl: 250,
                     auth: {type: simple, key-id: 0, key-file: bgp.key}}}
            - {prefix: "2001:db8::/32", asn: 65000, multihop: 4, next-hops: ["2001:db8::11"], weight-per-path: 20,
               tcp-ao: [{key-file: bgp.key, send-id: 3, receive-id: 3, algorithm: hmac-sha256}]}
        vips:
          - address: 192.0.2.10
            weight: 400
            communities: ["65000:200", "65000:100", no-export]
            large-communities: ["65000:2:1"]
            med: 100
            prepend: 1
            local-pref: 200
            as-override: 65000.2
            sites:
              ams: {communities: ["65000:9"], large-communities: ["65000:2:9"], med: 30, prepend: 4, local-pref: 80,
                    as-override: 65502}
            services:
              - {protocol: tcp, port: 80, pool: web, group: shop,
                 persistence: {timeout: 10m, ipv4-prefix: 24, ipv6-prefix: 56},
                 timeouts: {tcp: 15m, closing: 30s, handshake: 5s, half-closed: 1m, syn: 2s},
                 oversize: mss-clamp, on-dead-server: reset}
              - {protocol: udp, port: 53, pool: dns, one-packet: true, timeouts: {udp: 5s}}
              - {protocol: udp, port: 443, pool: quic,
                 server-ids: [{type: quic-lb, rotation: 2, server-id-length: 3, nonce-length: 4, key-file: seed},
                              {type: katran}, {type: stable-routing}]}
              - {protocol: tcp, port: 1000-1999, pool: full}
              - {protocol: tcp, port: any, pool: marked}
        pools:
          web:
            forwarding: gue
            tunnel: {source: [172.16.0.0/16, "100::/64"], port: 9886, variant: direct, mtu: 1500}
            scheduler: sh
            scheduler-flags: [fallback, port]
            servers: [{name: s1, address: 10.0.1.21, weight: 1},
                      {name: s2, address: 10.0.1.22, weight: 5, max-connections: 1000, resume-connections: 500}]
            check: {type: http, port: 8080, path: "/health?full=1", host: www.example.net,
                    interval: 2s, timeout: 300ms, rise: 4, fall: 5}
          dns:
            servers: [{name: n1, address: 10.0.1.31}]
            check: {type: tcp}
          quic:
            forwarding: gre
            tunnel: {source: 10.0.1.11, key: 4294967295}
            servers: [{name: q1, address: 10.0.1.41, ids: [1022, "0xc4605e"]}]
          full:
            forwarding: fullnat
            local-addresses: [10.0.1.12, "2001:db8::12"]
            local-ports: 2000-4095
            toa: true
            servers: [{name: f1, address: "2001:db8::51"}]
          marked:
            forwarding: dscp
            dscp: {192.0.2.10: 8}
            servers: [{name: m1, address: 10.0.1.61}]
          mapped:
            forwarding: nat
            servers: [{name: p1, address: 10.0.1.71, port: 8080}]
        cluster:
          name: edge1
          etcd: ["https://etcd1.example.net:2379", "http://[2001:db8::5]:2379/"]
          etcd-ca: ca.pem
          etcd-cert: d1.pem
          etcd-key: d1.key
          etcd-user: directrix
          etcd-password-file: etcd.pass
          listen: "[2001:db8::11]:7400"
          key-file: cluster.key
          validity: 4500ms
          lease: 6s
          syn-ack: 31s
          hold: 80ms
          exceptions: 500k
          multicast: {group: "[ff05::7]:7401", interface: eth1}
          partly-dead: {after: 20s, minority: withdraw}
        """;

    private ExampleConfigs() {
    }
}
