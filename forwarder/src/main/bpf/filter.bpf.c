// SPDX-License-Identifier: Apache-2.0
// Picks VIP traffic out of an interface's packets. Everything else goes to the kernel untouched.
//
// parse  frame -> struct packet, reading each header once and never beyond the frame
// decide packet -> what it is, by the VIP maps and the gate; no packet memory is touched any more
// act    one counter and one XDP action
//
// VIP packets that the Java pipeline serves go to the AF_XDP socket of their receive queue. VIP packets that it does not
// serve are dropped and counted: the kernel does not own a VIP, all it could do with them is to route them back.

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define MAX_VIPS 4096
#define MAX_QUEUES 256
#define IP_FRAGMENT_MASK 0x3fff // more-fragments flag and offset, without don't-fragment (RFC 791 §3.1)
#define IP_WORDS_WITHOUT_OPTIONS 5
#define ICMP_ECHO_REQUEST 8
#define ICMP_HEADER_BYTES 8
#define GATE_OFF 0ULL
#define GATE_OPEN (~0ULL)

// The order is that of XdpCounter.java.
enum counter {
    COUNTER_PASSED,     // not for a VIP: to the kernel
    COUNTER_REDIRECTED, // VIP traffic given to a socket
    COUNTER_NO_SOCKET,  // VIP traffic of a queue that has no socket: dropped
    COUNTER_GATE_OFF,   // VIP traffic while the datapath is off: to the kernel
    COUNTER_EXPIRED,    // VIP traffic after the deadline: dropped
    COUNTER_FRAGMENT,   // IPv4 fragments to a VIP: dropped
    COUNTER_UNSERVED,   // other VIP traffic that is not served (IPv6, ICMP errors, other protocols): dropped
    COUNTERS
};

struct packet {
    __be32 vip4;            // destination when family is ETH_P_IP
    struct in6_addr vip6;   // destination when family is ETH_P_IPV6
    __u16 family;           // ETH_P_IP, ETH_P_IPV6, or 0 for everything else
    __u8 fragment;
    __u8 served;            // TCP, UDP or an ICMP echo request over IPv4: what Java takes
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

static __always_inline void parse_ipv4(void *at, void *end, struct packet *packet)
{
    struct iphdr *ip = at;
    if ((void *)(ip + 1) > end)
        return;
    packet->family = ETH_P_IP;
    packet->vip4 = ip->daddr;
    packet->fragment = (ip->frag_off & bpf_htons(IP_FRAGMENT_MASK)) != 0;
    if (ip->protocol == IPPROTO_TCP || ip->protocol == IPPROTO_UDP) {
        packet->served = 1;
    } else if (ip->protocol == IPPROTO_ICMP && !packet->fragment) {
        // A variable offset would take CAP_PERFMON to load. Behind IP options, Java looks at the type itself.
        __u8 *icmp_type = (void *)(ip + 1);
        packet->served = ip->ihl != IP_WORDS_WITHOUT_OPTIONS ||
                         ((void *)(icmp_type + ICMP_HEADER_BYTES) <= end && *icmp_type == ICMP_ECHO_REQUEST);
    }
}

static __always_inline void parse_ipv6(void *at, void *end, struct packet *packet)
{
    struct ipv6hdr *ip = at;
    if ((void *)(ip + 1) > end)
        return;
    packet->family = ETH_P_IPV6;
    packet->vip6 = ip->daddr;
}

static __always_inline void parse(void *at, void *end, struct packet *packet)
{
    struct ethhdr *ethernet = at;
    if ((void *)(ethernet + 1) > end)
        return;
    if (ethernet->h_proto == bpf_htons(ETH_P_IP))
        parse_ipv4(ethernet + 1, end, packet);
    else if (ethernet->h_proto == bpf_htons(ETH_P_IPV6))
        parse_ipv6(ethernet + 1, end, packet);
}

static __always_inline int is_vip(const struct packet *packet)
{
    if (packet->family == ETH_P_IP)
        return bpf_map_lookup_elem(&vips4, &packet->vip4) != NULL;
    if (packet->family == ETH_P_IPV6)
        return bpf_map_lookup_elem(&vips6, &packet->vip6) != NULL;
    return 0;
}

static __always_inline enum counter decide(const struct packet *packet)
{
    if (!is_vip(packet))
        return COUNTER_PASSED;
    __u32 key = 0;
    __u64 *until = bpf_map_lookup_elem(&gate, &key);
    if (!until || *until == GATE_OFF)
        return COUNTER_GATE_OFF;
    if (*until != GATE_OPEN && bpf_ktime_get_ns() >= *until)
        return COUNTER_EXPIRED;
    if (packet->fragment)
        return COUNTER_FRAGMENT;
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
