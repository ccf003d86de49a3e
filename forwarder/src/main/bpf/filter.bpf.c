// SPDX-License-Identifier: Apache-2.0
// Picks VIP traffic out of an interface's packets. Everything else goes to the kernel untouched.
//
// parse  frame -> struct packet, reading each header once and never beyond the frame
// decide packet -> what it is, by the VIP maps and the gate; no packet memory is touched any more
// act    one counter and one XDP action
//
// VIP packets that the Java pipeline serves go to the AF_XDP socket of their receive queue: TCP, UDP, ICMP, all fragments
// and whatever hides behind IPv6 extension headers, with or without VLAN tags. VIP packets of other protocols are dropped
// and counted: the kernel does not own a VIP, all it could do with them is to route them back.
//
// So do answers of servers whose flows are translated: packets to a local address of FULLNAT at one of its ports, packets
// from a NAT server to anyone but this host, their later fragments, and errors about them.
//
// All offsets into the packet are constants: variable ones would take CAP_PERFMON to load. What stands behind IP options
// or extension headers is therefore Java's to find out.

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define MAX_VIPS 4096
#define MAX_QUEUES 256
#define ETH_P_TAG_CUSTOMER 0x8100
#define ETH_P_TAG_SERVICE 0x88a8
#define MAX_NAT_SERVERS 65536
#define MAX_OWN 4096
#define IP_WORDS_WITHOUT_OPTIONS 5
#define ICMP_BYTES 8
#define IP_OFFSET_MASK 0x1fff // fragment offset (RFC 791 §3.1)
#define GATE_OFF 0ULL
#define GATE_OPEN (~0ULL)

// The order is that of XdpCounter.java.
enum counter {
    COUNTER_PASSED,     // not for a VIP: to the kernel
    COUNTER_REDIRECTED, // VIP traffic given to a socket
    COUNTER_NO_SOCKET,  // VIP traffic of a queue that has no socket: dropped
    COUNTER_GATE_OFF,   // VIP traffic while the datapath is off: to the kernel
    COUNTER_EXPIRED,    // VIP traffic after the deadline: dropped
    COUNTER_UNSERVED,   // other protocols to a VIP: dropped
    COUNTERS
};

enum shape {
    SHAPE_OTHER,
    SHAPE_PORTS,            // TCP or UDP, its ports known
    SHAPE_PART,             // a later fragment, or ports that stand where only Java looks
    SHAPE_ERROR             // an ICMP error; the "source" is where the packet went that it quotes
};

// An endpoint of a NAT server; port 0 stands for all ports, protocol 0 with it for later fragments.
struct server4 {
    __be32 address;
    __be16 port;
    __u8 protocol;
    __u8 zero;
};

struct server6 {
    struct in6_addr address;
    __be16 port;
    __u8 protocol;
    __u8 zero;
};

struct port_range {
    __u16 first;            // host byte order, as Java writes it
    __u16 last;
};

struct packet {
    __be32 vip4;            // destination when family is ETH_P_IP
    struct in6_addr vip6;   // destination when family is ETH_P_IPV6
    struct server4 from4;   // source, as a NAT server's endpoint; see SHAPE_ERROR
    struct server6 from6;
    __be16 port;            // destination port when shape is SHAPE_PORTS
    __u16 family;           // ETH_P_IP, ETH_P_IPV6, or 0 for everything else
    __u8 served;            // a protocol that Java takes
    __u8 shape;
};

struct vlan_tag {
    __be16 control;
    __be16 type;            // of what follows
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_VIPS);
    __type(key, __be32);
    __type(value, __u32);
} vips4 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_VIPS);
    __type(key, struct in6_addr);
    __type(value, __u32);
} vips6 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_VIPS);
    __type(key, __be32);
    __type(value, struct port_range);
} locals4 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_VIPS);
    __type(key, struct in6_addr);
    __type(value, struct port_range);
} locals6 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_NAT_SERVERS);
    __type(key, struct server4);
    __type(value, __u32);
} servers4 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_NAT_SERVERS);
    __type(key, struct server6);
    __type(value, __u32);
} servers6 SEC(".maps");

// This host's own addresses: what a NAT server sends there is the kernel's, such as answers to health checks.
struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_OWN);
    __type(key, __be32);
    __type(value, __u32);
} own4 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_OWN);
    __type(key, struct in6_addr);
    __type(value, __u32);
} own6 SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_XSKMAP);
    __uint(max_entries, MAX_QUEUES);
    __type(key, __u32);
    __type(value, __u32);
} sockets SEC(".maps");

// Until when VIP traffic is taken, in CLOCK_MONOTONIC nanoseconds: GATE_OFF is not at all, GATE_OPEN without a deadline.
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u64);
} gate SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, COUNTERS);
    __type(key, __u32);
    __type(value, __u64);
} counters SEC(".maps");

struct ports {
    __be16 source;
    __be16 destination;
};

static __always_inline int is_error4(__u8 type)
{
    return type == 3 || type == 4 || type == 11 || type == 12; // RFC 792
}

// An error about a packet to a NAT server is an answer, too: for the client whose packet that was.
static __always_inline void parse_error4(void *at, void *end, struct packet *packet)
{
    struct iphdr *quoted = at + ICMP_BYTES;
    struct ports *ports = (void *)(quoted + 1);
    packet->shape = SHAPE_ERROR;
    packet->from4.address = 0;
    if ((void *)(ports + 1) > end)
        return;
    packet->from4.address = quoted->daddr;
    packet->from4.port = ports->destination;
    packet->from4.protocol = quoted->protocol;
}

static __always_inline void parse_error6(void *at, void *end, struct packet *packet)
{
    struct ipv6hdr *quoted = at + ICMP_BYTES;
    struct ports *ports = (void *)(quoted + 1);
    packet->shape = SHAPE_ERROR;
    __builtin_memset(&packet->from6.address, 0, sizeof(packet->from6.address));
    if ((void *)(ports + 1) > end)
        return;
    packet->from6.address = quoted->daddr;
    packet->from6.port = ports->destination;
    packet->from6.protocol = quoted->nexthdr;
}

// What stands right behind an IP header without options or extensions.
static __always_inline void parse_transport(__u8 protocol, void *at, void *end, struct packet *packet)
{
    struct ports *ports = at;
    if ((void *)(ports + 1) > end)
        return;
    if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP) {
        packet->shape = SHAPE_PORTS;
        packet->port = ports->destination;
        packet->from4.port = packet->from6.port = ports->source;
        packet->from4.protocol = packet->from6.protocol = protocol;
    } else if (protocol == IPPROTO_ICMP) {
        if (is_error4(*(__u8 *)at))
            parse_error4(at, end, packet);
    } else if (protocol == IPPROTO_ICMPV6) {
        __u8 type = *(__u8 *)at;
        if (type >= 1 && type <= 4) // RFC 4443 §3
            parse_error6(at, end, packet);
    }
}

static __always_inline void parse_ipv4(void *at, void *end, struct packet *packet)
{
    struct iphdr *ip = at;
    if ((void *)(ip + 1) > end)
        return;
    packet->family = ETH_P_IP;
    packet->vip4 = ip->daddr;
    packet->from4.address = ip->saddr;
    packet->served = ip->protocol == IPPROTO_TCP || ip->protocol == IPPROTO_UDP || ip->protocol == IPPROTO_ICMP;
    if (!packet->served)
        return;
    if (ip->ihl != IP_WORDS_WITHOUT_OPTIONS || (ip->frag_off & bpf_htons(IP_OFFSET_MASK)))
        packet->shape = SHAPE_PART;
    else
        parse_transport(ip->protocol, ip + 1, end, packet);
}

static __always_inline void parse_ipv6(void *at, void *end, struct packet *packet)
{
    struct ipv6hdr *ip = at;
    if ((void *)(ip + 1) > end)
        return;
    packet->family = ETH_P_IPV6;
    packet->vip6 = ip->daddr;
    packet->from6.address = ip->saddr;
    switch (ip->nexthdr) {
    case IPPROTO_TCP:
    case IPPROTO_UDP:
    case IPPROTO_ICMPV6:
        packet->served = 1;
        parse_transport(ip->nexthdr, ip + 1, end, packet);
        break;
    case IPPROTO_HOPOPTS:
    case IPPROTO_ROUTING:
    case IPPROTO_FRAGMENT:
    case IPPROTO_DSTOPTS:
        packet->served = 1;
        packet->shape = SHAPE_PART;
    }
}

static __always_inline void parse_ip(__be16 type, void *at, void *end, struct packet *packet)
{
    if (type == bpf_htons(ETH_P_IP))
        parse_ipv4(at, end, packet);
    else if (type == bpf_htons(ETH_P_IPV6))
        parse_ipv6(at, end, packet);
}

static __always_inline int is_tag(__be16 type)
{
    return type == bpf_htons(ETH_P_TAG_CUSTOMER) || type == bpf_htons(ETH_P_TAG_SERVICE);
}

static __always_inline void parse(void *at, void *end, struct packet *packet)
{
    struct ethhdr *ethernet = at;
    if ((void *)(ethernet + 1) > end)
        return;
    if (!is_tag(ethernet->h_proto)) {
        parse_ip(ethernet->h_proto, ethernet + 1, end, packet);
        return;
    }
    struct vlan_tag *outer = (void *)(ethernet + 1);
    if ((void *)(outer + 1) > end)
        return;
    if (!is_tag(outer->type)) {
        parse_ip(outer->type, outer + 1, end, packet);
        return;
    }
    struct vlan_tag *inner = outer + 1;
    if ((void *)(inner + 1) > end)
        return;
    parse_ip(inner->type, inner + 1, end, packet);
}

static __always_inline int is_vip(const struct packet *packet)
{
    if (packet->family == ETH_P_IP)
        return bpf_map_lookup_elem(&vips4, &packet->vip4) != NULL;
    if (packet->family == ETH_P_IPV6)
        return bpf_map_lookup_elem(&vips6, &packet->vip6) != NULL;
    return 0;
}

static __always_inline int is_to_local(const struct packet *packet)
{
    struct port_range *range = packet->family == ETH_P_IP ? bpf_map_lookup_elem(&locals4, &packet->vip4)
                                                          : bpf_map_lookup_elem(&locals6, &packet->vip6);
    if (!range || packet->shape == SHAPE_OTHER)
        return 0;
    if (packet->shape != SHAPE_PORTS)
        return 1;
    __u16 port = bpf_ntohs(packet->port);
    return port >= range->first && port <= range->last;
}

static __always_inline int is_from_server(const struct packet *packet)
{
    if (packet->shape == SHAPE_OTHER)
        return 0;
    if (packet->family == ETH_P_IP) {
        struct server4 any = packet->from4;
        any.port = 0;
        return (bpf_map_lookup_elem(&servers4, &packet->from4) || bpf_map_lookup_elem(&servers4, &any)) &&
               !bpf_map_lookup_elem(&own4, &packet->vip4);
    }
    struct server6 any = packet->from6;
    any.port = 0;
    return (bpf_map_lookup_elem(&servers6, &packet->from6) || bpf_map_lookup_elem(&servers6, &any)) &&
           !bpf_map_lookup_elem(&own6, &packet->vip6);
}

static __always_inline int is_answer(const struct packet *packet)
{
    return packet->family && (is_to_local(packet) || is_from_server(packet));
}

static __always_inline enum counter decide(const struct packet *packet)
{
    if (!is_vip(packet) && !is_answer(packet))
        return COUNTER_PASSED;
    __u32 key = 0;
    __u64 *until = bpf_map_lookup_elem(&gate, &key);
    if (!until || *until == GATE_OFF)
        return COUNTER_GATE_OFF;
    if (*until != GATE_OPEN && bpf_ktime_get_ns() >= *until)
        return COUNTER_EXPIRED;
    return packet->served ? COUNTER_REDIRECTED : COUNTER_UNSERVED;
}

static __always_inline void count(__u32 counter)
{
    __u64 *value = bpf_map_lookup_elem(&counters, &counter);
    if (value)
        *value += 1;
}

SEC("xdp")
int directrix_filter(struct xdp_md *context)
{
    struct packet packet = {};
    parse((void *)(long)context->data, (void *)(long)context->data_end, &packet);
    enum counter counter = decide(&packet);
    int action;
    switch (counter) {
    case COUNTER_PASSED:
    case COUNTER_GATE_OFF:
        action = XDP_PASS;
        break;
    case COUNTER_REDIRECTED:
        action = bpf_redirect_map(&sockets, context->rx_queue_index, XDP_DROP);
        if (action != XDP_REDIRECT)
            counter = COUNTER_NO_SOCKET;
        break;
    default:
        action = XDP_DROP;
    }
    count(counter);
    return action;
}

char filter_license[] SEC("license") = "Apache-2.0";
