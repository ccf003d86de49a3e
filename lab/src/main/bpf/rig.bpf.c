// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// The packet-rate rig: a source of many flows, a redirect that does nothing else, and a sink that counts.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

// All constants in one struct, so that user space finds them at offset 0 of .rodata.
struct settings {
    __u8 destination[ETH_ALEN]; // of the next device
    __u8 source[ETH_ALEN];
    __u32 clients;              // first source address, host order
    __u32 vip;                  // destination address, host order
    __u32 flows;                // how many flows take turns
    __u32 port;                 // destination port, host order
};

volatile const struct settings settings = {};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u64);
} sequence SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_DEVMAP);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} way SEC(".maps");

// 0: test packets, 1: packets of other kinds
struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, __u64);
} counted SEC(".maps");

struct packet {
    struct ethhdr ethernet;
    struct iphdr ip;
    struct udphdr udp;
} __attribute__((packed));

static __always_inline void address(struct ethhdr *ethernet)
{
    for (int i = 0; i < ETH_ALEN; i++) {
        ethernet->h_dest[i] = settings.destination[i];
        ethernet->h_source[i] = settings.source[i];
    }
    ethernet->h_proto = bpf_htons(ETH_P_IP);
}

static __always_inline __u16 checksum(const void *ip)
{
    const __u16 *words = ip;
    __u32 sum = 0;

    for (int i = 0; i < (int)(sizeof(struct iphdr) / 2); i++)
        sum += words[i];
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return ~sum;
}

// Writes the whole header each time: the kernel recycles the pages of live frames, as the last receiver left them.
SEC("xdp")
int generate(struct xdp_md *ctx)
{
    struct packet *packet = (void *)(long)ctx->data;
    __u32 zero = 0;
    __u64 *next = bpf_map_lookup_elem(&sequence, &zero);
    __u32 flow;

    if (!next || (void *)(packet + 1) > (void *)(long)ctx->data_end)
        return XDP_DROP;
    flow = *next;
    *next = flow + 1 < settings.flows ? flow + 1 : 0;
    address(&packet->ethernet);
    __builtin_memset(&packet->ip, 0, sizeof(packet->ip) + sizeof(packet->udp));
    packet->ip.version = 4;
    packet->ip.ihl = sizeof(packet->ip) / 4;
    packet->ip.tot_len = bpf_htons(ctx->data_end - ctx->data - sizeof(packet->ethernet));
    packet->ip.ttl = 64;
    packet->ip.protocol = IPPROTO_UDP;
    packet->ip.saddr = bpf_htonl(settings.clients + (flow & 0xff));
    packet->ip.daddr = bpf_htonl(settings.vip);
    packet->ip.check = checksum((const char *)packet + sizeof(packet->ethernet));
    packet->udp.source = bpf_htons(1024 + (flow >> 8));
    packet->udp.dest = bpf_htons(settings.port);
    packet->udp.len = bpf_htons(ctx->data_end - ctx->data - sizeof(packet->ethernet) - sizeof(packet->ip));
    return XDP_TX;
}

SEC("xdp")
int forward(struct xdp_md *ctx)
{
    struct ethhdr *ethernet = (void *)(long)ctx->data;

    if ((void *)(ethernet + 1) > (void *)(long)ctx->data_end)
        return XDP_DROP;
    if (ethernet->h_proto != bpf_htons(ETH_P_IP))
        return XDP_PASS;
    address(ethernet);
    return bpf_redirect_map(&way, 0, XDP_DROP);
}

SEC("xdp")
int count(struct xdp_md *ctx)
{
    struct packet *packet = (void *)(long)ctx->data;
    __u32 kind = 1;
    __u64 *counter;

    if ((void *)(packet + 1) <= (void *)(long)ctx->data_end && packet->ethernet.h_proto == bpf_htons(ETH_P_IP)
        && packet->ip.protocol == IPPROTO_UDP && packet->udp.dest == bpf_htons(settings.port))
        kind = 0;
    counter = bpf_map_lookup_elem(&counted, &kind);
    if (counter)
        *counter += 1;
    return kind == 0 ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
