// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Test program: delivers frames of one ethertype to AF_XDP sockets by queue, counts the others and lets them pass.
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct settings {
    __u32 ethertype;
    __u32 verdict;
};

volatile const struct settings settings = {0x88b5, XDP_PASS};

struct {
    __uint(type, BPF_MAP_TYPE_XSKMAP);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} sockets SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, __u64);
} counters SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u64);
} table SEC(".maps");

SEC("xdp")
int echo(struct xdp_md *ctx)
{
    unsigned char *data = (void *)(long)ctx->data;
    unsigned char *end = (void *)(long)ctx->data_end;
    __u32 other = 0;
    __u64 *count;

    if (data + 14 > end)
        return XDP_DROP;
    if (*(__u16 *)(data + 12) == bpf_htons(settings.ethertype))
        return bpf_redirect_map(&sockets, ctx->rx_queue_index, settings.verdict);
    count = bpf_map_lookup_elem(&counters, &other);
    if (count)
        *count += 1;
    return settings.verdict;
}

SEC("xdp")
int mark(struct xdp_md *ctx)
{
    unsigned char *data = (void *)(long)ctx->data;
    unsigned char *end = (void *)(long)ctx->data_end;

    if (data + 15 > end)
        return XDP_DROP;
    data[14] = 0x5a;
    return XDP_TX;
}

char _license[] SEC("license") = "GPL";
