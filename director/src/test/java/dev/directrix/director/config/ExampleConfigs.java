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
        weight: 250
        datapath:
          mode: af-xdp
          flow-capacity: 2M
          neighbors: {10.0.1.21: "02:00:0a:00:01:15", default: "02:00:0a:00:01:fe"}
        flows: {track: always, idle: {tcp: 2m, udp: 30s}}
        maglev: {table-size: 655373, seed-file: seed}
        bgp:
          asn: 65000.1
          router-id: 10.0.1.11
          listen: 10.0.1.11:179
          neighbors:
            - {address: 10.0.1.1, asn: 4200000000, port: 1179, hold-time: 30s, connect-retry: 2s,
               password-file: bgp.key, link-bandwidth: non-transitive, source-address: 10.0.1.11, passive: true}
            - {address: "2001:db8::1", asn: 65000}
        vips:
          - address: 192.0.2.10
            communities: ["65000:200", "65000:100"]
            services:
              - {protocol: tcp, port: 80, pool: web}
              - {protocol: udp, port: 53, pool: dns}
        pools:
          web:
            forwarding: dr
            scheduler: maglev
            servers: [{name: s1, address: 10.0.1.21, weight: 1}, {name: s2, address: 10.0.1.22, weight: 5}]
            check: {type: http, port: 8080, path: "/health?full=1", host: www.example.net,
                    interval: 2s, timeout: 300ms, rise: 4, fall: 5}
          dns:
            servers: [{name: n1, address: 10.0.1.31}]
            check: {type: tcp}
        """;

    private ExampleConfigs() {
    }
}
