package dev.directrix.director.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every key of the configuration file, described once: the reader takes the known keys from here, and the reference in
 * {@code docs/configuration.md} is made from it. In a path, {@code *} is a name that the user chooses and {@code []} an
 * item of a list.
 */
public enum ConfigOption {

    NODE("node", "section", "required", "", "This machine."),
    NODE_NAME("node.name", "name", "required", "unique among the directors", "What this director is called."),
    NODE_SITE("node.site", "name", "required with `sites`", "one of `sites`", "Where this director is."),
    NODE_INTERFACES("node.interfaces[]", "list of interface names", "required",
        "each once; may be left out with `datapath.mode: pcap`", "Where VIP packets arrive and leave."),
    NODE_CONTROL_SOCKET("node.control-socket", "path", "`/run/directrix/control.sock`", "at most 95 octets",
        "Unix domain socket (mode 0600) where the CLI finds this director."),
    NODE_ADMIN("node.admin", "address:port", "none", "",
        "Where `/metrics`, `/healthz` and `/readyz` are served. Absent: nowhere."),
    NODE_STATE_FILE("node.state-file", "path", "`/var/lib/directrix/NAME.state`", "each director its own",
        "Where this director remembers what was commanded (`weight set`, `drain`, …) over a restart."),

    WEIGHT("weight", "number", "`100`", "1..65535",
        "This director's share of the traffic under weighted ECMP, relative to the other directors."),

    WEIGHT_AUTO("weight-auto", "section", "none", "needs `cpu`, `packets` or `servers`",
        "Adapts the weights to this director's load by itself. Absent: it does not. A weight that is commanded goes "
            + "before it."),
    WEIGHT_AUTO_CPU("weight-auto.cpu", "number", "none", "1..100",
        "How busy all CPUs of the machine may be, in percent; above it weights are lowered."),
    WEIGHT_AUTO_PACKETS("weight-auto.packets", "size", "none", "1..1000000000",
        "Packets per second that this director can take; above it weights are lowered."),
    WEIGHT_AUTO_SERVERS("weight-auto.servers", "true or false", "`false`", "",
        "A VIP's weight is no larger a part of the configured one than the part of its servers that is up here."),
    WEIGHT_AUTO_FLOOR("weight-auto.floor", "number", "`10`", "1..`ceiling`",
        "Percent of the configured weight that is left at least."),
    WEIGHT_AUTO_CEILING("weight-auto.ceiling", "number", "`100`", "1..100",
        "Percent of the configured weight that is announced at most, and to begin with."),
    WEIGHT_AUTO_STEP("weight-auto.step", "number", "`10`", "1..100",
        "Percent of the configured weight that one change takes or gives at most."),
    WEIGHT_AUTO_HYSTERESIS("weight-auto.hysteresis", "number", "`20`", "1..90",
        "How far below its limit the load has to stay with the larger weight for it to be announced, in percent."),
    WEIGHT_AUTO_INTERVAL("weight-auto.interval", "duration", "`30s`", "5s..1h",
        "From one look at the load, which is averaged between them, to the next. Weights do not change between."),

    ROUTER_MODEL("router-model", "section", "none", "",
        "Which routers the directors have: `weight show` says what they make of the announcements. Nothing else "
            + "depends on it."),
    ROUTER_MODEL_KIND("router-model.kind", "word", "required",
        "`frr-RELEASE`, `bird`, `linux`, `linux-group`, `linux-group-16-bit`, `asic-ENTRIES`",
        "As `weight show --receiver` takes it."),
    ROUTER_MODEL_MAXIMUM_PATHS("router-model.maximum-paths", "number", "`64`", "1..65535",
        "The most next hops of one route that they are configured for."),

    GUARD("guard", "section", "none", "",
        "What the guard of the routers' ECMP sets listens to, beside what the directors say; see "
            + "[weights.md](weights.md)."),
    GUARD_BMP("guard.bmp", "section", "none", "",
        "A BMP station (RFC 7854): routers connect to it and tell the paths that they have. Nothing is told to them."),
    GUARD_BMP_LISTEN("guard.bmp.listen", "address:port", "required", "", "Where routers connect to."),
    GUARD_BMP_ROUTERS("guard.bmp.routers[]", "list of addresses", "required", "1..256, each once",
        "From where they connect; all others are refused."),
    GUARD_DIRECTORS("guard.directors", "map of name to addresses", "none", "each address once",
        "Names of directors by the next hops that they announce or the addresses that they speak from. Members of one "
            + "cluster know each other without it."),

    DATAPATH("datapath", "section", "", "", "How packets are taken and sent."),
    DATAPATH_MODE("datapath.mode", "word", "`auto`", "`auto`, `af-xdp`, `pcap`",
        "`af-xdp`: XDP filter and Java pipeline. `auto`: the best that the machine has, today `af-xdp`. "
            + "`pcap`: capture files only (`directrix replay`)."),
    DATAPATH_FLOW_CAPACITY("datapath.flow-capacity", "size", "`1048576`", "1024..134217728",
        "Flows that the flow table holds. Flows beyond it are still forwarded, by the hash alone."),
    DATAPATH_NEIGHBORS("datapath.neighbors", "map of address (or `default`) to MAC address", "none",
        "unicast MAC addresses", "Pins next hops that are otherwise learnt from the kernel. `default` stands for every "
            + "server that is not listed. Needed by `directrix replay`, which has no kernel to ask."),

    FLOWS("flows", "section", "", "", "Which flows are remembered, and for how long."),
    FLOWS_TRACK("flows.track", "word", "`always`", "`always`, `on-change` (only with `cluster`)",
        "`always`: every forwarded flow gets an entry. `on-change`: flows get one only while the cluster prepares a "
            + "change of servers, which then waits for `flows.idle`."),
    FLOWS_IDLE("flows.idle", "section", "", "", "How long a silent flow keeps its entry."),
    FLOWS_IDLE_TCP("flows.idle.tcp", "duration", "`300s`", "1s..1d", "Established TCP flows."),
    FLOWS_IDLE_UDP("flows.idle.udp", "duration", "`60s`", "1s..1d", "UDP flows."),
    FLOWS_IDLE_CLOSING("flows.idle.closing", "duration", "`15s`", "1s..1d", "TCP after FIN or RST."),
    FLOWS_IDLE_HANDSHAKE("flows.idle.handshake", "duration", "`30s`", "1s..1d",
        "TCP before the handshake is done, where the director sees it (`nat`, `fullnat`)."),
    FLOWS_IDLE_HALF_CLOSED("flows.idle.half-closed", "duration", "`120s`", "1s..1d",
        "TCP after the FIN of one end, where the director sees both (`nat`, `fullnat`)."),
    FLOWS_IDLE_SYN("flows.idle.syn", "duration", "`10s`", "1s..1m",
        "How long the server of a SYN is remembered where that makes no entry (other modes)."),

    MAGLEV("maglev", "section", "", "", "The hash that all directors share."),
    MAGLEV_TABLE_SIZE("maglev.table-size", "size", "`65537`", "a prime, 101..16777213",
        "Slots of each pool's table; the same on every director. About 100 per server keep the shares within 1 %. With "
            + "`cluster` a change needs a restart."),
    MAGLEV_SEED_FILE("maglev.seed-file", "path", "a random seed at each start", "32 hexadecimal digits in the file",
        "The secret that keys the hash; the same on every director. Make one with `openssl rand -hex 16`. "
            + "Required with `cluster`."),

    BGP("bgp", "section", "none", "", "The sessions to the routers. Absent: nothing is announced."),
    BGP_ASN("bgp.asn", "AS number", "required", "1..4294967295 or asdot", "This director's AS number."),
    BGP_ROUTER_ID("bgp.router-id", "IPv4 address", "required", "not 0.0.0.0",
        "This director's BGP identifier, unique in its AS."),
    BGP_LISTEN("bgp.listen", "address:port", "none", "",
        "Where to accept sessions. Absent: this director only connects."),
    BGP_NEIGHBORS("bgp.neighbors[]", "list of sections", "required unless there are `listen-ranges`", "at least one",
        "The routers."),
    BGP_NEIGHBOR_ADDRESS("bgp.neighbors[].address", "address", "required unless there is `interface`", "each once",
        "The router's address. Absent: the only router at the other end of `interface`, by its link-local address."),
    BGP_NEIGHBOR_ASN("bgp.neighbors[].asn", "AS number", "required", "1..4294967295 or asdot",
        "The router's AS number; equal to ours makes the session internal."),
    BGP_NEIGHBOR_DESCRIPTION("bgp.neighbors[].description", "text", "none", "one line, up to 255 characters",
        "Words for people; `directrix neighbors` shows them."),
    BGP_NEIGHBOR_PORT("bgp.neighbors[].port", "port", "`179`", "1..65535", "The TCP port that the router listens on."),
    BGP_NEIGHBOR_LOCAL_ASN("bgp.neighbors[].local-asn", "AS number", "`bgp.asn`", "1..4294967295 or asdot",
        "Our AS number towards this router, in OPEN and in AS_PATH; it never sees `bgp.asn`."),
    BGP_NEIGHBOR_HOLD_TIME("bgp.neighbors[].hold-time", "duration", "`9s`", "0 or 3s..65535s, whole seconds",
        "Hold time to offer; the smaller offer counts, keepalives go out at a third of it. 0: never expires."),
    BGP_NEIGHBOR_CONNECT_RETRY("bgp.neighbors[].connect-retry", "duration", "`5s`", "100ms..1h",
        "Pause between attempts to connect, before jitter."),
    BGP_NEIGHBOR_SOURCE_ADDRESS("bgp.neighbors[].source-address", "address", "the kernel's choice",
        "same IP version as `address`", "Local address of the session, and next hop of what is announced on it."),
    BGP_NEIGHBOR_INTERFACE("bgp.neighbors[].interface", "interface name", "none", "required for a link-local address",
        "The interface that the session runs over."),
    BGP_NEIGHBOR_PASSIVE("bgp.neighbors[].passive", "true or false", "`false`", "needs `bgp.listen`",
        "Wait for the router to connect."),
    BGP_NEIGHBOR_TTL_SECURITY("bgp.neighbors[].ttl-security", "number", "off", "1..254, not with `multihop`",
        "The router is at most so many hops away: packets go out with TTL 255, and what arrives with less than 256 "
            + "minus this is dropped (RFC 5082). The router needs the same."),
    BGP_NEIGHBOR_MULTIHOP("bgp.neighbors[].multihop", "number", "`1` to another AS, no limit inside",
        "2..255, not with `ttl-security`", "The router may be so many hops away: TTL of what we send."),
    BGP_NEIGHBOR_BFD("bgp.neighbors[].bfd", "section", "none", "",
        "Watch the router by BFD: a router that falls silent is noticed within the interval times the "
            + "multiplier, not only after `hold-time`."),
    BGP_NEIGHBOR_BFD_INTERVAL("bgp.neighbors[].bfd.interval", "duration", "`300ms`", "50ms..60s",
        "How often packets go out, and come in, unless the router wants fewer. A reload changes it "
            + "without a flap."),
    BGP_NEIGHBOR_BFD_MULTIPLIER("bgp.neighbors[].bfd.multiplier", "number", "`3`", "1..255",
        "How many packets in a row may be missing before the other side is given up."),
    BGP_NEIGHBOR_BFD_MULTIHOP("bgp.neighbors[].bfd.multihop", "true or false",
        "`true` beside the neighbor's `multihop`, else `false`", "",
        "The router may be several hops away: UDP port 4784 in place of 3784 (RFC 5883). FRR speaks so "
            + "where it has `ttl-security` or `ebgp-multihop`."),
    BGP_NEIGHBOR_BFD_MIN_TTL("bgp.neighbors[].bfd.min-ttl", "number",
        "`254`, or 256 minus the neighbor's `multihop`", "1..255, needs multihop",
        "What arrives with a smaller TTL is dropped."),
    BGP_NEIGHBOR_BFD_AUTH("bgp.neighbors[].bfd.auth", "section", "none", "",
        "Key that both sides have. BIRD can do that, FRR cannot."),
    BGP_NEIGHBOR_BFD_AUTH_TYPE("bgp.neighbors[].bfd.auth.type", "word",
        "required", "`simple`, `keyed-md5`, `meticulous-keyed-md5`, `keyed-sha1`, `meticulous-keyed-sha1`",
        "How packets are authenticated (RFC 5880 section 6.7)."),
    BGP_NEIGHBOR_BFD_AUTH_KEY_ID("bgp.neighbors[].bfd.auth.key-id", "number", "`1`", "0..255",
        "Number of the key on both sides."),
    BGP_NEIGHBOR_BFD_AUTH_KEY_FILE("bgp.neighbors[].bfd.auth.key-file", "path",
        "required", "1..16 octets in the file, with SHA1 1..20",
        "The key."),
    BGP_NEIGHBOR_PASSWORD_FILE("bgp.neighbors[].password-file", "path", "none", "1..80 octets in the file",
        "Key of TCP-MD5 (RFC 2385). White space at the end of the file does not count. A reload takes a changed file "
            + "and keeps the session."),
    BGP_NEIGHBOR_TCP_AO("bgp.neighbors[].tcp-ao[]", "list of sections", "none", "not with `password-file`",
        "Keys of TCP-AO (RFC 5925); the first one signs. Needs a kernel that has it."),
    BGP_NEIGHBOR_TCP_AO_KEY_FILE("bgp.neighbors[].tcp-ao[].key-file", "path", "required", "1..80 octets in the file",
        "The key."),
    BGP_NEIGHBOR_TCP_AO_SEND_ID("bgp.neighbors[].tcp-ao[].send-id", "number", "required", "0..255, each once",
        "Identifier in what we send: the router's receive id."),
    BGP_NEIGHBOR_TCP_AO_RECEIVE_ID("bgp.neighbors[].tcp-ao[].receive-id", "number", "required", "0..255",
        "Identifier in what the router sends."),
    BGP_NEIGHBOR_TCP_AO_ALGORITHM("bgp.neighbors[].tcp-ao[].algorithm", "word", "`hmac-sha1`",
        "`hmac-sha1`, `aes-128-cmac`, `hmac-sha256`", "How the authentication code is made (RFC 5926)."),
    BGP_NEIGHBOR_FAMILIES("bgp.neighbors[].families[]", "list of words", "both", "`ipv4-unicast`, `ipv6-unicast`",
        "Address families to offer."),
    BGP_NEIGHBOR_EXTENDED_NEXT_HOP("bgp.neighbors[].extended-next-hop", "true or false", "`false`", "",
        "Offer IPv4 routes with IPv6 next hops (RFC 8950), as sessions over IPv6 want them."),
    BGP_NEIGHBOR_GRACEFUL_RESTART("bgp.neighbors[].graceful-restart", "duration", "off", "1s..4095s, whole seconds",
        "Restart time to offer (RFC 4724). With it the router keeps a dead director's routes for so long: leave it off "
            + "unless you want just that."),
    BGP_NEIGHBOR_ROLE("bgp.neighbors[].role", "word", "none",
        "`provider`, `customer`, `peer`, `route-server`, `route-server-client`",
        "Our role towards the router (RFC 9234). Only for a router of another AS."),
    BGP_NEIGHBOR_ROLE_STRICT("bgp.neighbors[].role-strict", "true or false", "`false`", "needs `role`",
        "Refuse a router that tells no role."),
    BGP_NEIGHBOR_HOSTNAME("bgp.neighbors[].hostname", "true or false", "`false`", "",
        "Tell `node.name` in OPEN (draft-walton-bgp-hostname-capability); FRR shows it."),
    BGP_NEIGHBOR_SOFTWARE_VERSION("bgp.neighbors[].software-version", "true or false", "`false`", "",
        "Tell the version in OPEN (draft-abraitis-bgp-version-capability)."),
    BGP_NEIGHBOR_MAX_PREFIXES("bgp.neighbors[].max-prefixes", "number", "none", "1..1000000",
        "End the session when the router sends more prefixes than this. Nothing of them is imported in any case."),
    BGP_NEIGHBOR_NEXT_HOPS("bgp.neighbors[].next-hops[]", "list of addresses", "none", "at most 64",
        "Addresses of this node on the router's link. With them the weight is told by add-path (RFC 7911): as many "
            + "paths of each VIP, each with the next of these as its next hop, as the weight asks for. For routers "
            + "that read no link bandwidth."),
    BGP_NEIGHBOR_SOURCE_ADDRESSES("bgp.neighbors[].source-addresses[]", "list of addresses", "none",
        "at most 64, of the IP version of `address`; not with `source-address` or `next-hops`",
        "Addresses of this node on the router's link, each the source of a session of its own. The weight is told by "
            + "as many of the sessions, the first ones, as it asks for paths, each with its own address as next hop. "
            + "For routers that read neither link bandwidth nor add-path; to the router each is another neighbor."),
    BGP_NEIGHBOR_WEIGHT_PER_PATH("bgp.neighbors[].weight-per-path", "number", "`100`",
        "1..65535, only with `next-hops` or `source-addresses`",
        "The weight that one of these paths stands for, the same on all directors. A weight has as many paths as this "
            + "fits into it whole, one at least."),
    BGP_NEIGHBOR_ADD_PATH_RECEIVE("bgp.neighbors[].add-path-receive", "true or false", "`false`", "",
        "Let the router tell every path of a prefix and not only its best one (RFC 7911), for the guard to look at."),
    BGP_NEIGHBOR_MONITOR("bgp.neighbors[].monitor", "true or false", "`false`", "",
        "A session for the guard alone: as `add-path-receive`, and nothing is announced on it."),
    BGP_NEIGHBOR_LINK_BANDWIDTH("bgp.neighbors[].link-bandwidth", "word", "`both`",
        "`transitive`, `non-transitive`, `both`, `off`",
        "Which form of the link-bandwidth community tells the weight (RFC 10005)."),
    BGP_NEIGHBOR_COMMUNITIES("bgp.neighbors[].communities[]", "list of communities", "none", "as for a VIP",
        "Added to every route for this router."),
    BGP_NEIGHBOR_LARGE_COMMUNITIES("bgp.neighbors[].large-communities[]", "list of large communities", "none",
        "as for a VIP", "Added to every route for this router."),
    BGP_NEIGHBOR_MED("bgp.neighbors[].med", "number", "the VIP's", "0..4294967295",
        "MULTI_EXIT_DISC of every route for this router."),
    BGP_NEIGHBOR_PREPEND("bgp.neighbors[].prepend", "number", "the VIP's", "0..50",
        "How often our AS number stands in AS_PATH beyond the first time. Only for a router of another AS."),
    BGP_NEIGHBOR_LOCAL_PREF("bgp.neighbors[].local-pref", "number", "the VIP's", "0..4294967295",
        "LOCAL_PREF of every route for this router. Only for a router of our own AS."),
    BGP_NEIGHBOR_AS_OVERRIDE("bgp.neighbors[].as-override", "AS number", "the VIP's", "1..4294967295 or asdot",
        "The AS number that stands in AS_PATH in place of ours. Only for a router of another AS."),

    BGP_RANGES("bgp.listen-ranges[]", "list of sections", "none", "needs `bgp.listen`",
        "Routers that may connect without being listed one by one; the longest prefix counts."),
    BGP_RANGE_PREFIX("bgp.listen-ranges[].prefix", "prefix", "required", "each once", "Where they connect from."),
    BGP_RANGE_ASN("bgp.listen-ranges[].asn", "AS number", "required", "1..4294967295 or asdot, or `any`",
        "Their AS number; `any`: the one that each says."),
    BGP_RANGE_LIMIT("bgp.listen-ranges[].limit", "number", "`100`", "1..10000", "The most of them at a time."),
    BGP_RANGE_DESCRIPTION("bgp.listen-ranges[].description", "text", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_LOCAL_ASN("bgp.listen-ranges[].local-asn", "AS number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_HOLD_TIME("bgp.listen-ranges[].hold-time", "duration", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_INTERFACE("bgp.listen-ranges[].interface", "interface name", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_PASSWORD_FILE("bgp.listen-ranges[].password-file", "path", "none", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_TCP_AO("bgp.listen-ranges[].tcp-ao[]", "list of sections", "none", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_TCP_AO_KEY_FILE("bgp.listen-ranges[].tcp-ao[].key-file", "path", "required", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_TCP_AO_SEND_ID("bgp.listen-ranges[].tcp-ao[].send-id", "number", "required", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_TCP_AO_RECEIVE_ID("bgp.listen-ranges[].tcp-ao[].receive-id", "number", "required",
        "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_TCP_AO_ALGORITHM("bgp.listen-ranges[].tcp-ao[].algorithm", "word", "as for a neighbor",
        "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_TTL_SECURITY("bgp.listen-ranges[].ttl-security", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_MULTIHOP("bgp.listen-ranges[].multihop", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD("bgp.listen-ranges[].bfd", "section", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_INTERVAL("bgp.listen-ranges[].bfd.interval", "duration", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_MULTIPLIER("bgp.listen-ranges[].bfd.multiplier", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_MULTIHOP("bgp.listen-ranges[].bfd.multihop", "true or false",
        "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_MIN_TTL("bgp.listen-ranges[].bfd.min-ttl", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_AUTH("bgp.listen-ranges[].bfd.auth", "section", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_AUTH_TYPE("bgp.listen-ranges[].bfd.auth.type", "word", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_AUTH_KEY_ID("bgp.listen-ranges[].bfd.auth.key-id", "number",
        "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_BFD_AUTH_KEY_FILE("bgp.listen-ranges[].bfd.auth.key-file", "path",
        "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_FAMILIES("bgp.listen-ranges[].families[]", "list of words", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_EXTENDED_NEXT_HOP("bgp.listen-ranges[].extended-next-hop", "true or false",
        "as for a neighbor", "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_GRACEFUL_RESTART("bgp.listen-ranges[].graceful-restart", "duration",
        "as for a neighbor", "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_ROLE("bgp.listen-ranges[].role", "word", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_ROLE_STRICT("bgp.listen-ranges[].role-strict", "true or false", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_HOSTNAME("bgp.listen-ranges[].hostname", "true or false", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_SOFTWARE_VERSION("bgp.listen-ranges[].software-version", "true or false",
        "as for a neighbor", "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_MAX_PREFIXES("bgp.listen-ranges[].max-prefixes", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_NEXT_HOPS("bgp.listen-ranges[].next-hops[]", "list of addresses", "as for a neighbor",
        "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_WEIGHT_PER_PATH("bgp.listen-ranges[].weight-per-path", "number", "as for a neighbor",
        "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_LINK_BANDWIDTH("bgp.listen-ranges[].link-bandwidth", "word", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_COMMUNITIES("bgp.listen-ranges[].communities[]", "list of communities",
        "as for a neighbor", "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_LARGE_COMMUNITIES("bgp.listen-ranges[].large-communities[]", "list of large communities",
        "as for a neighbor", "as for a neighbor", "As for a neighbor."),
    BGP_RANGE_MED("bgp.listen-ranges[].med", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_PREPEND("bgp.listen-ranges[].prepend", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_LOCAL_PREF("bgp.listen-ranges[].local-pref", "number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),
    BGP_RANGE_AS_OVERRIDE("bgp.listen-ranges[].as-override", "AS number", "as for a neighbor", "as for a neighbor",
        "As for a neighbor."),

    SITES("sites", "map of name to section", "none", "",
        "The sites of anycast VIPs, and what the routes of every VIP get at each; the same in the files of all sites. "
            + "See [anycast.md](anycast.md)."),
    SITE_COMMUNITIES("sites.*.communities[]", "list of communities", "none", "as for a VIP",
        "Added to every route there."),
    SITE_LARGE_COMMUNITIES("sites.*.large-communities[]", "list of large communities", "none", "as for a VIP",
        "Added to every route there."),
    SITE_MED("sites.*.med", "number", "none", "0..4294967295", "MULTI_EXIT_DISC there."),
    SITE_PREPEND("sites.*.prepend", "number", "none", "0..50",
        "How many times more our AS number stands in AS_PATH there; not inside the AS."),
    SITE_LOCAL_PREF("sites.*.local-pref", "number", "none", "0..4294967295",
        "LOCAL_PREF there; inside the AS only."),
    SITE_AS_OVERRIDE("sites.*.as-override", "AS number", "none", "1..4294967295 or asdot",
        "The AS number in place of ours there."),
    VIPS("vips[]", "list of sections", "required", "at least one", "The virtual addresses."),
    VIP_ADDRESS("vips[].address", "address", "required", "unicast, each once, no server's address",
        "The address, announced as /32 or /128."),
    VIP_WEIGHT("vips[].weight", "number", "`weight`", "1..65535",
        "This director's share of this VIP's traffic, where it differs from its share of the others'."),
    VIP_COMMUNITIES("vips[].communities[]", "list of communities", "none",
        "`ASN:VALUE`, both 0..65535, or a name as `no-export`",
        "Standard communities on its route (RFC 1997)."),
    VIP_LARGE_COMMUNITIES("vips[].large-communities[]", "list of large communities", "none",
        "`ASN:A:B`, each 0..4294967295", "Large communities on its route (RFC 8092), beside the weight's."),
    VIP_MED("vips[].med", "number", "none is sent", "0..4294967295", "MULTI_EXIT_DISC of its route."),
    VIP_PREPEND("vips[].prepend", "number", "`0`", "0..50",
        "How often our AS number stands in AS_PATH beyond the first time. Only towards other ASes."),
    VIP_LOCAL_PREF("vips[].local-pref", "number", "`100`", "0..4294967295",
        "LOCAL_PREF of its route. Only towards routers of our own AS."),
    VIP_AS_OVERRIDE("vips[].as-override", "AS number", "none", "1..4294967295 or asdot",
        "The AS number that stands in AS_PATH in place of ours. Only towards other ASes."),
    VIP_SITES("vips[].sites", "map of site to section", "none", "names of `sites`",
        "What this VIP's route gets at a site besides; a value here wins over that of the VIP and of the site."),
    VIP_SITE_COMMUNITIES("vips[].sites.*.communities[]", "list of communities", "none", "as for a VIP",
        "Added to this VIP's route there."),
    VIP_SITE_LARGE_COMMUNITIES("vips[].sites.*.large-communities[]", "list of large communities", "none",
        "as for a VIP", "Added to this VIP's route there."),
    VIP_SITE_MED("vips[].sites.*.med", "number", "none", "0..4294967295", "MULTI_EXIT_DISC there."),
    VIP_SITE_PREPEND("vips[].sites.*.prepend", "number", "none", "0..50",
        "How many times more our AS number stands in AS_PATH there; not inside the AS."),
    VIP_SITE_LOCAL_PREF("vips[].sites.*.local-pref", "number", "none", "0..4294967295",
        "LOCAL_PREF there; inside the AS only."),
    VIP_SITE_AS_OVERRIDE("vips[].sites.*.as-override", "AS number", "none", "1..4294967295 or asdot",
        "The AS number in place of ours there."),
    VIP_SERVICES("vips[].services[]", "list of sections", "required", "at least one",
        "What is served at it; packets to any other port are dropped and counted."),
    SERVICE_PROTOCOL("vips[].services[].protocol", "word", "required", "`tcp`, `udp`", "Transport protocol."),
    SERVICE_PORT("vips[].services[].port", "port, range of ports, or `any`", "required",
        "1..65535, each once per protocol; ranges apart from each other",
        "Destination ports: `80`, `1000-1999` or `any`. One port goes before a range, and that before `any`. The "
            + "servers listen on the same ones, unless they have a `port` of their own."),
    SERVICE_POOL("vips[].services[].pool", "name", "required", "a key of `pools`", "Who serves it."),
    SERVICE_GROUP("vips[].services[].group", "name", "none", "the same `pool` and `persistence` in all of a group",
        "Services of one group, at any VIP, share persistence and the scheduler's turn, as with a firewall mark of "
            + "IPVS."),
    SERVICE_PERSISTENCE("vips[].services[].persistence", "section", "none", "",
        "New flows of a client go where its earlier ones went. `{}` takes the defaults."),
    SERVICE_PERSISTENCE_TIMEOUT("vips[].services[].persistence.timeout", "duration", "`5m`", "1s..31d",
        "How long after the client's last new flow."),
    SERVICE_PERSISTENCE_IPV4("vips[].services[].persistence.ipv4-prefix", "number", "`32`", "1..32",
        "Bits of an IPv4 client that count: clients with the same ones go to one server."),
    SERVICE_PERSISTENCE_IPV6("vips[].services[].persistence.ipv6-prefix", "number", "`128`", "1..128",
        "As `ipv4-prefix`, of an IPv6 client."),
    SERVICE_ONE_PACKET("vips[].services[].one-packet", "true or false", "`false`",
        "only with `udp`, and not with `nat` or `fullnat`",
        "Schedule every packet by itself and remember no flow."),
    SERVICE_TIMEOUTS("vips[].services[].timeouts", "section", "as in `flows`", "",
        "How long a silent flow of this service keeps its entry."),
    SERVICE_TIMEOUTS_TCP("vips[].services[].timeouts.tcp", "duration", "`flows.idle.tcp`", "1s..1d",
        "Established TCP."),
    SERVICE_TIMEOUTS_UDP("vips[].services[].timeouts.udp", "duration", "`flows.idle.udp`", "1s..1d", "UDP."),
    SERVICE_TIMEOUTS_CLOSING("vips[].services[].timeouts.closing", "duration", "`flows.idle.closing`", "1s..1d",
        "TCP after FIN or RST."),
    SERVICE_TIMEOUTS_HANDSHAKE("vips[].services[].timeouts.handshake", "duration", "`flows.idle.handshake`",
        "1s..1d", "TCP before the handshake is done, where the director sees it (`nat`, `fullnat`)."),
    SERVICE_TIMEOUTS_HALF_CLOSED("vips[].services[].timeouts.half-closed", "duration", "`flows.idle.half-closed`",
        "1s..1d", "TCP after the FIN of one end, where the director sees both (`nat`, `fullnat`)."),
    SERVICE_TIMEOUTS_SYN("vips[].services[].timeouts.syn", "duration", "`flows.idle.syn`", "1s..1m",
        "How long the server of a SYN is remembered where that makes no entry (other modes)."),
    SERVICE_OVERSIZE("vips[].services[].oversize", "word", "`too-big`",
        "`too-big`, `mss-clamp` (tcp, not with `dr` and `dscp`)",
        "Packets that do not fit once they are in the tunnel or translated. `too-big`: their sender is told by ICMP. "
            + "`mss-clamp`: the MSS in SYNs is lowered as well; with `nat` and `fullnat` in both directions."),
    SERVICE_ON_DEAD_SERVER("vips[].services[].on-dead-server", "word", "`move`", "`move`, `keep`, `reset`",
        "Flows of a server that is down or gone. `move`: the next packet is decided anew. `keep`: they stay. `reset`: "
            + "a TCP client gets a RST."),
    SERVICE_SERVER_IDS("vips[].services[].server-ids[]", "list of sections", "none",
        "only with `udp`",
        "Where packets name their server by number, so that it is found when the client's address changes. The number "
            + "goes before everything that is remembered."),
    SERVICE_SERVER_IDS_TYPE("vips[].services[].server-ids[].type", "word", "required",
        "`quic-lb`, `katran`, `stable-routing`",
        "`quic-lb`: QUIC connection ids of draft-ietf-quic-load-balancers. `katran`: QUIC connection ids of Katran's "
            + "versions 1 to 3. `stable-routing`: Katran's header 0x52 at the start of the payload."),
    SERVICE_SERVER_IDS_ROTATION("vips[].services[].server-ids[].rotation", "number", "`0`",
        "0..6, each once; only `quic-lb`", "The configuration rotation bits of the ids that this describes."),
    SERVICE_SERVER_IDS_LENGTH("vips[].services[].server-ids[].server-id-length", "number", "required with `quic-lb`",
        "1..15", "Octets of the server id."),
    SERVICE_SERVER_IDS_NONCE("vips[].services[].server-ids[].nonce-length", "number", "required with `quic-lb`",
        "4..18, together with the server id at most 19", "Octets of the nonce."),
    SERVICE_SERVER_IDS_KEY("vips[].services[].server-ids[].key-file", "path", "none: ids are in the clear",
        "32 hexadecimal digits in the file; only `quic-lb`", "The AES-128 key of the ids."),

    POOLS("pools", "map of name to section", "required", "every pool that a service names",
        "The real servers. A pool that no service uses is left out, with a warning."),
    POOL_FORWARDING("pools.*.forwarding", "word", "`dr`",
        "`dr`, `ipip`, `gre`, `gue`, `minimal`, `nat`, `fullnat`, `dscp`",
        "How packets get to a server; [forwarding.md](forwarding.md) tells the modes apart."),
    POOL_TUNNEL("pools.*.tunnel", "section", "required with a tunnel", "only `ipip`, `gre`, `gue`, `minimal`",
        "The outer headers."),
    POOL_TUNNEL_SOURCE("pools.*.tunnel.source[]", "address or prefix, or a list of one for each IP version", "required",
        "one for each IP version that servers have",
        "Source of the outer header. A prefix has the flows spread over its addresses, so that a server's network card "
            + "spreads them over its queues."),
    POOL_TUNNEL_PORT("pools.*.tunnel.port", "port", "`6080`", "1..65535; only `gue`", "UDP destination port."),
    POOL_TUNNEL_VARIANT("pools.*.tunnel.variant", "word", "`header`", "`header`, `direct`, `glb`; only `gue`",
        "`header`: variant 0, four octets before the packet. `direct`: variant 1, the packet alone, as Katran. `glb`: "
            + "variant 0 with GLB's private data, naming no second server; its port is 19523."),
    POOL_TUNNEL_KEY("pools.*.tunnel.key", "number", "none", "0..4294967295; only `gre`", "GRE key (RFC 2890)."),
    POOL_TUNNEL_MTU("pools.*.tunnel.mtu", "number", "of the interface that leads to the server", "576..65535",
        "Octets of the largest outer packet that reaches the servers, where a link behind the next hop carries less "
            + "than the first one."),
    POOL_LOCAL_ADDRESSES("pools.*.local-addresses[]", "list of addresses", "required with `fullnat`",
        "at most 64, for each IP version that servers have; only `fullnat`",
        "This director's own addresses that servers answer to; routed to this director and to no other."),
    POOL_LOCAL_PORTS("pools.*.local-ports", "range of ports", "`1024-65535`", "only `fullnat`",
        "Ports of the local addresses that are used."),
    POOL_TOA("pools.*.toa", "true or false", "`false`", "only `fullnat`",
        "Tell the server the client's address in a TCP option (254)."),
    POOL_DSCP("pools.*.dscp", "map of VIP to code point", "required with `dscp`", "1..63, each once; only `dscp`",
        "The DSCP code point that names each VIP to the servers."),
    POOL_SCHEDULER("pools.*.scheduler", "word", "`maglev`",
        "`maglev`, `rr`, `wrr`, `lc`, `wlc`, `sh`, `dh`, `lblc`, `lblcr`, `sed`, `nq`, `fo`, `ovf`, `random`, "
            + "`weighted-random`, `least-latency`",
        "How a server is chosen for a flow; [forwarding.md](forwarding.md#schedulers) describes each."),
    POOL_SCHEDULER_FLAGS("pools.*.scheduler-flags[]", "list of words", "none", "`fallback`, `port`; only `sh`",
        "`fallback`: another server when the hashed one takes no flow. `port`: hash the source port too."),
    POOL_SERVERS("pools.*.servers[]", "list of sections", "required", "at least one", "The real servers."),
    SERVER_NAME("pools.*.servers[].name", "name", "required", "one name is one address in all pools",
        "What the server is called."),
    SERVER_ADDRESS("pools.*.servers[].address", "address", "required",
        "unicast, each once per pool; of the VIPs' IP version unless the mode mixes them",
        "Its address. The hash goes by it, not by the name."),
    SERVER_WEIGHT("pools.*.servers[].weight", "number", "`1`", "0..65535",
        "Its share of new flows. 0: no new flows, those that it has stay."),
    SERVER_PORT("pools.*.servers[].port", "port", "the service's", "1..65535; only `nat` and `fullnat`",
        "Where the server listens."),
    SERVER_MAX_CONNECTIONS("pools.*.servers[].max-connections", "number", "no limit", "1..1000000000",
        "Connections from which on it gets no new ones, as this director counts."),
    SERVER_RESUME_CONNECTIONS("pools.*.servers[].resume-connections", "number", "three quarters of `max-connections`",
        "1..`max-connections`", "Connections below which it gets new ones again after it had the most."),
    SERVER_IDS("pools.*.servers[].ids[]", "list of numbers", "none",
        "decimal, or `0x` and up to 30 hexadecimal digits; each once per pool",
        "The numbers that packets name it by; see `server-ids` of the services."),
    POOL_CHECK("pools.*.check", "section", "none", "",
        "How health is found out. Absent: the servers count as healthy."),
    CHECK_TYPE("pools.*.check.type", "word", "required", "`tcp`, `http`",
        "`tcp`: the port accepts a connection. `http`: a GET is answered with 200..399."),
    CHECK_PORT("pools.*.check.port", "port", "the port of the services that use the pool", "1..65535",
        "Which port of the server is asked. Required when those services differ in port."),
    CHECK_PATH("pools.*.check.path", "text", "`/`", "begins with `/`; only with `http`", "What is asked for."),
    CHECK_HOST("pools.*.check.host", "text", "the server's address", "only with `http`", "The Host header."),
    CHECK_INTERVAL("pools.*.check.interval", "duration", "`1s`", "100ms..1h", "From one check to the next."),
    CHECK_TIMEOUT("pools.*.check.timeout", "duration", "`500ms`", "10ms.., shorter than `interval`",
        "How long a server has to answer."),
    CHECK_RISE("pools.*.check.rise", "number", "`2`", "1..100", "Good checks in a row that bring a server up."),
    CHECK_FALL("pools.*.check.fall", "number", "`3`", "1..100", "Bad checks in a row that take it down."),

    CLUSTER("cluster", "section", "none", "",
        "The cluster of directors that this one is a member of. Absent: it stands alone."),
    CLUSTER_NAME("cluster.name", "name", "required", "the same on every director of the cluster",
        "The cluster's name. Several clusters may use one etcd."),
    CLUSTER_ETCD("cluster.etcd[]", "list of URLs", "required", "`http` or `https`, with a port; each once",
        "Where clients find etcd (3.4 or later). The first that answers is used."),
    CLUSTER_ETCD_CA("cluster.etcd-ca", "path", "what Java trusts", "PEM; only with `https`",
        "Certificates of the authorities that sign etcd's."),
    CLUSTER_ETCD_CERT("cluster.etcd-cert", "path", "none", "PEM; only with `https` and `etcd-key`",
        "This director's certificate for etcd."),
    CLUSTER_ETCD_KEY("cluster.etcd-key", "path", "none", "PEM, PKCS#8 without a password; only with `etcd-cert`",
        "The private key of that certificate."),
    CLUSTER_ETCD_USER("cluster.etcd-user", "text", "none", "only with `etcd-password-file`",
        "This director's user in etcd."),
    CLUSTER_ETCD_PASSWORD_FILE("cluster.etcd-password-file", "path", "none", "only with `etcd-user`",
        "The password of that user. White space at the end of the file does not count."),
    CLUSTER_LISTEN("cluster.listen", "address:port", "required", "an address of this machine",
        "Where this director hears the others, by UDP. They are told this address."),
    CLUSTER_KEY_FILE("cluster.key-file", "path", "required", "at least 16 octets: hexadecimal, base64 or raw",
        "The secret that members know each other by; the same on every director of the cluster. Make one with "
            + "`openssl rand -hex 32`."),
    CLUSTER_VALIDITY("cluster.validity", "duration", "`2s`", "500ms..30s; the same on every director of the cluster",
        "How long a director forwards after etcd, or most other members, last confirmed it. Then it stops and "
            + "withdraws its routes."),
    CLUSTER_LEASE("cluster.lease", "duration", "`3s`, or as long as `validity` asks for",
        "2s..60s, whole seconds, at least 1.1 times `validity`",
        "How long the others wait before they remove a director that etcd does not hear."),
    CLUSTER_SYN_ACK("cluster.syn-ack", "duration", "`63s`", "1s..10m; the same on every director of the cluster",
        "How long a server may repeat its SYN-ACK. 63 s is what Linux does with `tcp_synack_retries` 5."),
    CLUSTER_HOLD("cluster.hold", "duration", "`50ms`", "1ms..1s",
        "How long a SYN waits while its slot changes over, before it is dropped and the client repeats it."),
    CLUSTER_EXCEPTIONS("cluster.exceptions", "size", "`1048576`", "1024..16777216",
        "Flows that may go to another server than the table's, at most. When they are used up, changes wait; flows "
            + "stay."),
    CLUSTER_MULTICAST("cluster.multicast", "section", "none: one copy for each member", "",
        "Tell all members at once, by multicast."),
    CLUSTER_MULTICAST_GROUP("cluster.multicast.group", "address:port", "required",
        "a multicast address, same IP version as `listen`", "The group; the same on every director of the cluster."),
    CLUSTER_MULTICAST_INTERFACE("cluster.multicast.interface", "interface name", "required", "",
        "The interface that the group is reached by."),
    CLUSTER_PARTLY_DEAD("cluster.partly-dead", "section", "", "",
        "What becomes of a server that is down for some members and up for others."),
    CLUSTER_PARTLY_DEAD_AFTER("cluster.partly-dead.after", "duration", "`5s`", "1s..1h",
        "How long that lasts before the majority decides. Down: new flows go elsewhere. Up: nothing changes."),
    CLUSTER_PARTLY_DEAD_MINORITY("cluster.partly-dead.minority", "word", "`report`", "`report`, `withdraw`",
        "What the members do that hold a server down which most hold up. `report`: say so. `withdraw`: also withdraw "
            + "their routes until they reach it again.");

    private final String path;
    private final String type;
    private final String fallback;
    private final String range;
    private final String meaning;

    ConfigOption(
        final String path, final String type, final String fallback, final String range, final String meaning) {
        this.path = path;
        this.type = type;
        this.fallback = fallback;
        this.range = range;
        this.meaning = meaning;
    }

    /** Where it stands, as {@code bgp.neighbors[].hold-time}. */
    public String path() {
        return path;
    }

    /** What it is written as. */
    public String type() {
        return type;
    }

    /** What holds when it is left out. */
    public String fallback() {
        return fallback;
    }

    /** Which values it takes. */
    public String range() {
        return range;
    }

    /** What it does. */
    public String meaning() {
        return meaning;
    }

    /** Whether a running director keeps the old value, and refuses a reload that changes it. */
    public boolean needsRestart() {
        return Stream.of("node", "datapath", "flows", "maglev.seed-file", "cluster")
            .anyMatch(fixed -> path.equals(fixed) || path.startsWith(fixed + "."));
    }

    /** The keys that a section knows, in the order in which they are documented. */
    static List<String> keysOf(final String section) {
        final String prefix = section.isEmpty() ? "" : section + ".";
        return Arrays.stream(values())
            .map(option -> option.path.replaceFirst("\\[]$", ""))
            .filter(path -> path.startsWith(prefix) && !path.substring(prefix.length()).contains("."))
            .map(path -> path.substring(prefix.length()))
            .toList();
    }
}
