// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Test program that the verifier refuses: it reads behind the frame's end.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int refused(struct xdp_md *ctx)
{
    unsigned char *data = (void *)(long)ctx->data;

    return data[20];
}

char _license[] SEC("license") = "GPL";
