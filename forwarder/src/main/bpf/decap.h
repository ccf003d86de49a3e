// SPDX-License-Identifier: Apache-2.0
// What decap.bpf.c knows: numbers of the protocols, settings, maps, and arithmetic with addresses and checksums.

#pragma once

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define MAX_LOCALS 1024
#define MAX_RANGES 4096
#define MAX_GUE_PORTS 4
#define MAX_TAGS 2
#define MAX_EXTENSIONS 4
#define CODE_KEYS 128 // a code point twice, plus 1 for IPv6

#define ETHERNET_BYTES 14
#define TAG_BYTES 4
#define IPV4_BYTES 20
#define IPV4_MOST_BYTES 60
#define IPV6_BYTES 40
#define UDP_BYTES 8
#define GRE_BYTES 4
#define GUE_BYTES 4
#define MINIMAL_BYTES 8

#define IP_FRAGMENT_MASK 0x3fff // more-fragments flag and offset, without don't-fragment (RFC 791 §3.1)
#define IP_OFFSET_MASK 0x1fff
#define IP6_OFFSET_MASK 0xfff8  // RFC 8200 §4.5
#define PROTOCOL_MINIMAL 55     // RFC 2004 §3
#define PROTOCOL_UDPLITE 136
#define MINIMAL_SOURCE 0x80     // the original source is there (RFC 2004 §3.1)
#define GRE_CHECKSUM 0x8000     // RFC 2784 §2.1
#define GRE_KEY 0x2000          // RFC 2890 §2
#define GRE_SEQUENCE 0x1000
#define GUE_CONTROL 0x20
#define GUE_LENGTH_MASK 0x1f
#define ECN_MASK 3
#define ECN_ECT1 1
#define ECN_ECT0 2
#define ECN_CE 3

// The order is that of DecapCounter.java.
enum counter {
    COUNTER_PASSED,      // none of our business: to the kernel
    COUNTER_IPIP,        // any of IP in IP: stripped
    COUNTER_GRE,         // stripped
    COUNTER_GUE,         // stripped
    COUNTER_MINIMAL,     // stripped
    COUNTER_DSCP,        // destination rewritten to the VIP
    COUNTER_FRAGMENT,    // the tunnel packet itself is a fragment: dropped
    COUNTER_SOURCE,      // from none of the accepted sources: dropped
    COUNTER_KEY,         // GRE without the key, or with another one: dropped
    COUNTER_CHECKSUM,    // a header's checksum is wrong: dropped
    COUNTER_NOT_VIP,     // the client's packet is to none of the VIPs: dropped
    COUNTER_MALFORMED,   // headers that contradict each other or the length: dropped
    COUNTER_UNSUPPORTED, // a version, flag or payload that is not read: dropped
    COUNTER_CONGESTED,   // congestion marked outside, not allowed inside: dropped (RFC 6040 §4.2)
    COUNTER_FAILED,      // the kernel gave no access to the frame: dropped
    COUNTERS
};

// The bits are those of TunnelKind.java.
enum kind {
    KIND_NONE = 0,
    KIND_IPIP = 1,
    KIND_GRE = 2,
    KIND_GUE = 4,
    KIND_MINIMAL = 8,
};

// Written by DecapProgram.java before the program is loaded.
struct settings {
    __u32 kinds;                      // of enum kind
    __u32 gre_keyed;                  // whether gre_key must be there
    __u32 gre_key;
    __u32 any_source;                 // whether the map sources counts
    __u32 gue_ports[MAX_GUE_PORTS];   // 0 is none
};

const volatile struct settings settings = {};

// IPv4 addresses are IPv4-mapped (RFC 4291 §2.5.5.2).
struct address {
    __u32 word[4];
};

struct range {
    __u32 bits;
    struct address address;
};

struct vip_of_code {
    struct address vip;
    __u32 present;
};

struct packet {
    struct address source;
    struct address destination;
    __u32 l3;          // where the outer IP header begins
    __u32 payload;     // where its payload begins
    __u32 end;         // where that ends, by the header's own length
    __u32 family;      // ETH_P_IP or ETH_P_IPV6
    __u32 fragment;    // any fragment
    __u32 later;       // a fragment that is not the first
    __u32 protocol;
    __u32 traffic;     // the octet of DSCP and ECN
};

struct inner {
    __u32 at;
    __u32 family;      // 0 when its first octet says it
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, MAX_LOCALS);
    __type(key, struct address);
    __type(value, __u32);
} locals SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, MAX_RANGES);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct range);
    __type(value, __u32);
} vips SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, MAX_RANGES);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct range);
    __type(value, __u32);
} sources SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, CODE_KEYS);
    __type(key, __u32);
    __type(value, struct vip_of_code);
} codes SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, COUNTERS);
    __type(key, __u32);
    __type(value, __u64);
} counters SEC(".maps");

#define load(context, at, to) (bpf_xdp_load_bytes(context, at, &(to), sizeof(to)) == 0)

static __always_inline void map4(struct address *address, __be32 ip)
{
    address->word[0] = 0;
    address->word[1] = 0;
    address->word[2] = bpf_htonl(0xffff);
    address->word[3] = ip;
}

static __always_inline void copy6(struct address *address, const struct in6_addr *ip)
{
    address->word[0] = ip->in6_u.u6_addr32[0];
    address->word[1] = ip->in6_u.u6_addr32[1];
    address->word[2] = ip->in6_u.u6_addr32[2];
    address->word[3] = ip->in6_u.u6_addr32[3];
}

static __always_inline int in_ranges(void *map, const struct address *address)
{
    struct range range = {.bits = 128, .address = *address};
    return bpf_map_lookup_elem(map, &range) != NULL;
}

static __always_inline __u32 fold(__u64 sum)
{
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (sum & 0xffff) + (sum >> 16);
}

// The checksum of a field after words of what it covers changed (RFC 1624 §3, eqn. 3).
static __always_inline __u16 updated(__u16 checksum, __u64 removed, __u64 added)
{
    return ~fold((__u16)~checksum + (__u64)(0xffff - fold(removed)) + added);
}

static __always_inline __u64 sum_of(const struct address *address, __u32 family)
{
    __u64 sum = address->word[3];
    if (family == ETH_P_IPV6)
        sum += (__u64)address->word[0] + address->word[1] + address->word[2];
    return sum;
}

// The IPv4 header's sum over all of it, 0xffff when its checksum is right. The options are zero where there are none.
static __always_inline int header4_is_sound(struct xdp_md *context, __u32 at, __u64 bytes)
{
    __be32 words[IPV4_MOST_BYTES / 4] = {};
    barrier_var(bytes); // or the compiler bounds another register than the verifier looks at
    if (bytes < IPV4_BYTES || bytes > IPV4_MOST_BYTES || bpf_xdp_load_bytes(context, at, words, bytes))
        return 0;
    return fold((__u32)bpf_csum_diff(NULL, 0, words, sizeof(words), 0)) == 0xffff;
}
