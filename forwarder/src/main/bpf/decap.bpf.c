// SPDX-License-Identifier: Apache-2.0
// Takes the director's tunnel headers off at a real server, and gives packets that DSCP marks their VIP back, so that
// the server's kernel needs no tunnel device.
//
// parse  the outer headers: whose packet this is, and where the client's packet begins in it
// check  the client's packet: whole, to a VIP, by an accepted director
// act    strip or rewrite, one counter, one XDP action
//
// What is not for a local tunnel address, or of a kind that was not asked for, goes to the kernel untouched. What is of
// such a kind and fails a check is dropped and counted.
//
// Octets are read and written by helpers (Linux 5.18): offsets that vary need no CAP_PERFMON then, and frames of more
// than one buffer (jumbo frames) work as well.

#include "decap.h"

static __always_inline int parse_ipv4(struct xdp_md *context, struct packet *packet)
{
    struct iphdr ip = {};
    if (!load(context, packet->l3, ip) || ip.version != 4 || ip.ihl < 5)
        return 0;
    map4(&packet->source, ip.saddr);
    map4(&packet->destination, ip.daddr);
    packet->payload = packet->l3 + ip.ihl * 4;
    packet->end = packet->l3 + bpf_ntohs(ip.tot_len);
    packet->protocol = ip.protocol;
    packet->traffic = ip.tos;
    packet->fragment = (ip.frag_off & bpf_htons(IP_FRAGMENT_MASK)) != 0;
    packet->later = (ip.frag_off & bpf_htons(IP_OFFSET_MASK)) != 0;
    return 1;
}

static __always_inline int parse_ipv6(struct xdp_md *context, struct packet *packet)
{
    struct ipv6hdr ip = {};
    if (!load(context, packet->l3, ip) || ip.version != 6)
        return 0;
    copy6(&packet->source, &ip.saddr);
    copy6(&packet->destination, &ip.daddr);
    packet->payload = packet->l3 + IPV6_BYTES;
    packet->end = packet->payload + bpf_ntohs(ip.payload_len);
    packet->protocol = ip.nexthdr;
    packet->traffic = ip.priority << 4 | ip.flow_lbl[0] >> 4;
#pragma unroll
    for (int i = 0; i < MAX_EXTENSIONS; i++) {
        __u8 extension[8];
        __u32 bytes;
        if (packet->protocol == IPPROTO_FRAGMENT)
            bytes = sizeof(extension);
        else if (packet->protocol != IPPROTO_HOPOPTS && packet->protocol != IPPROTO_DSTOPTS)
            break;
        if (!load(context, packet->payload, extension))
            return 0;
        if (packet->protocol == IPPROTO_FRAGMENT) {
            __u32 place = extension[2] << 8 | extension[3];
            packet->later |= (place & IP6_OFFSET_MASK) != 0;
            packet->fragment |= (place & ~6) != 0; // an atomic fragment is a whole packet (RFC 6946 §4)
        } else {
            bytes = (extension[1] + 1) * 8;
        }
        packet->protocol = extension[0];
        packet->payload += bytes;
        if (packet->later)
            break;
    }
    return 1;
}

static __always_inline int parse(struct xdp_md *context, struct packet *packet)
{
    __be16 type;
    packet->l3 = ETHERNET_BYTES;
#pragma unroll
    for (int i = 0; i <= MAX_TAGS; i++) {
        if (!load(context, packet->l3 - 2, type))
            return 0;
        if (type != bpf_htons(ETH_P_8021Q) && type != bpf_htons(ETH_P_8021AD))
            break;
        packet->l3 += TAG_BYTES;
    }
    packet->family = bpf_ntohs(type);
    if (packet->family == ETH_P_IP)
        return parse_ipv4(context, packet);
    return packet->family == ETH_P_IPV6 && parse_ipv6(context, packet);
}

static __always_inline int is_gue_port(struct xdp_md *context, const struct packet *packet)
{
    __be16 port;
    if (packet->later || !load(context, packet->payload + 2, port) || port == 0)
        return 0;
#pragma unroll
    for (int i = 0; i < MAX_GUE_PORTS; i++)
        if (settings.gue_ports[i] == bpf_ntohs(port))
            return 1;
    return 0;
}

static __always_inline enum kind kind_of(struct xdp_md *context, const struct packet *packet)
{
    switch (packet->protocol) {
    case IPPROTO_IPIP:
    case IPPROTO_IPV6:
        // What RFC 2004 cannot carry, fragments and IPv6, comes as IP in IP from a director that uses it.
        return settings.kinds & (KIND_IPIP | KIND_MINIMAL) ? KIND_IPIP : KIND_NONE;
    case IPPROTO_GRE:
        return settings.kinds & KIND_GRE;
    case PROTOCOL_MINIMAL:
        return packet->family == ETH_P_IP ? settings.kinds & KIND_MINIMAL : KIND_NONE;
    case IPPROTO_UDP:
        return (settings.kinds & KIND_GUE) && is_gue_port(context, packet) ? KIND_GUE : KIND_NONE;
    default:
        return KIND_NONE;
    }
}

// RFC 2784, RFC 2890. Its checksum would cover the whole packet, which is not read here; the payload has its own.
static __always_inline enum counter find_behind_gre(
    struct xdp_md *context, const struct packet *packet, struct inner *inner)
{
    __be16 header[2];
    if (!load(context, packet->payload, header))
        return COUNTER_MALFORMED;
    __u32 flags = bpf_ntohs(header[0]);
    if (flags & ~(GRE_KEY | GRE_SEQUENCE))
        return COUNTER_UNSUPPORTED;
    inner->at = packet->payload + GRE_BYTES;
    inner->family = bpf_ntohs(header[1]);
    if (inner->family != ETH_P_IP && inner->family != ETH_P_IPV6)
        return COUNTER_UNSUPPORTED;
    if (!(flags & GRE_KEY) != !settings.gre_keyed)
        return COUNTER_KEY;
    if (flags & GRE_KEY) {
        __be32 key;
        if (!load(context, inner->at, key))
            return COUNTER_MALFORMED;
        if (bpf_ntohl(key) != settings.gre_key)
            return COUNTER_KEY;
        inner->at += sizeof(key);
    }
    if (flags & GRE_SEQUENCE)
        inner->at += 4;
    return COUNTER_GRE;
}

// draft-ietf-intarea-gue-09: variant 0 has a header of its own, variant 1 is IP right behind UDP. A zero UDP checksum
// is allowed (RFC 6935); one that is there covers the whole packet, which is not read here.
static __always_inline enum counter find_behind_gue(
    struct xdp_md *context, const struct packet *packet, struct inner *inner)
{
    __u8 header[GUE_BYTES];
    __be16 length;
    if (!load(context, packet->payload + 4, length) || !load(context, packet->payload + UDP_BYTES, header))
        return COUNTER_MALFORMED;
    if (packet->payload + bpf_ntohs(length) > packet->end)
        return COUNTER_MALFORMED;
    inner->at = packet->payload + UDP_BYTES;
    switch (header[0] >> 6) {
    case 0:
        if (header[0] & GUE_CONTROL || header[2] || header[3]) // a flag that is not known drops the packet
            return COUNTER_UNSUPPORTED;
        if (header[1] == IPPROTO_IPIP)
            inner->family = ETH_P_IP;
        else if (header[1] == IPPROTO_IPV6)
            inner->family = ETH_P_IPV6;
        else
            return COUNTER_UNSUPPORTED;
        inner->at += GUE_BYTES + (header[0] & GUE_LENGTH_MASK) * 4;
        return COUNTER_GUE;
    case 1:
        inner->family = 0;
        return COUNTER_GUE;
    default:
        return COUNTER_UNSUPPORTED;
    }
}

// What congestion the client's packet carries on (RFC 6040 §4.2, figure 4), or -1 when it must be dropped.
static __always_inline int ecn_of(__u32 outer, __u32 inner)
{
    outer &= ECN_MASK;
    inner &= ECN_MASK;
    if (outer == ECN_CE)
        return inner == 0 ? -1 : ECN_CE;
    return outer == ECN_ECT1 && inner == ECN_ECT0 ? ECN_ECT1 : (int)inner;
}

static __always_inline enum counter check_inner4(
    struct xdp_md *context, const struct packet *packet, const struct inner *inner)
{
    struct iphdr ip = {};
    struct address vip = {};
    if (!load(context, inner->at, ip) || ip.version != 4 || ip.ihl < 5)
        return COUNTER_MALFORMED;
    __u32 length = bpf_ntohs(ip.tot_len);
    if (length < ip.ihl * 4 || inner->at + length > packet->end)
        return COUNTER_MALFORMED;
    map4(&vip, ip.daddr);
    if (!in_ranges(&vips, &vip))
        return COUNTER_NOT_VIP;
    int ecn = ecn_of(packet->traffic, ip.tos);
    if (ecn < 0)
        return COUNTER_CONGESTED;
    __u8 tos = (ip.tos & ~ECN_MASK) | ecn;
    if (tos != ip.tos) {
        ip.check = updated(ip.check, bpf_htons(ip.tos), bpf_htons(tos));
        ip.tos = tos;
        if (bpf_xdp_store_bytes(context, inner->at, &ip, sizeof(ip)))
            return COUNTER_FAILED;
    }
    return COUNTER_PASSED;
}

static __always_inline enum counter check_inner6(
    struct xdp_md *context, const struct packet *packet, const struct inner *inner)
{
    struct ipv6hdr ip = {};
    struct address vip = {};
    if (!load(context, inner->at, ip) || ip.version != 6)
        return COUNTER_MALFORMED;
    if (inner->at + IPV6_BYTES + bpf_ntohs(ip.payload_len) > packet->end)
        return COUNTER_MALFORMED;
    copy6(&vip, &ip.daddr);
    if (!in_ranges(&vips, &vip))
        return COUNTER_NOT_VIP;
    __u32 before = ip.flow_lbl[0] >> 4 & ECN_MASK;
    int ecn = ecn_of(packet->traffic, before);
    if (ecn < 0)
        return COUNTER_CONGESTED;
    if ((__u32)ecn != before) {
        ip.flow_lbl[0] = (ip.flow_lbl[0] & ~(ECN_MASK << 4)) | ecn << 4;
        if (bpf_xdp_store_bytes(context, inner->at, &ip, sizeof(ip)))
            return COUNTER_FAILED;
    }
    return COUNTER_PASSED;
}

// Takes octets away between the Ethernet header, tags included, and what is behind them.
static __always_inline int strip(struct xdp_md *context, __u64 l2, __u32 bytes, __u32 family)
{
    __u8 header[ETHERNET_BYTES + MAX_TAGS * TAG_BYTES] = {};
    __be16 type = bpf_htons(family);
    barrier_var(l2);
    if (l2 < ETHERNET_BYTES || l2 > sizeof(header) || bpf_xdp_load_bytes(context, 0, header, l2))
        return 0;
    return bpf_xdp_adjust_head(context, bytes) == 0 && bpf_xdp_store_bytes(context, 0, header, l2) == 0 &&
           bpf_xdp_store_bytes(context, l2 - sizeof(type), &type, sizeof(type)) == 0;
}

static __always_inline enum counter strip_tunnel(
    struct xdp_md *context, const struct packet *packet, struct inner *inner, enum counter stripped)
{
    if (inner->at >= packet->end)
        return COUNTER_MALFORMED;
    if (!inner->family) {
        __u8 version;
        if (!load(context, inner->at, version))
            return COUNTER_MALFORMED;
        inner->family = version >> 4 == 4 ? ETH_P_IP : ETH_P_IPV6;
    }
    enum counter refused = inner->family == ETH_P_IP ? check_inner4(context, packet, inner)
                                                     : check_inner6(context, packet, inner);
    if (refused != COUNTER_PASSED)
        return refused;
    return strip(context, packet->l3, inner->at - packet->l3, inner->family) ? stripped : COUNTER_FAILED;
}

// RFC 2004: the client's IP header stays outside, a short one behind it keeps what the director replaced in it.
static __always_inline enum counter strip_minimal(struct xdp_md *context, const struct packet *packet)
{
    __be32 words[IPV4_MOST_BYTES / 4] = {};
    __be32 original[3] = {}; // protocol, S and checksum; destination; source when S says so
    struct iphdr *ip = (struct iphdr *)words;
    struct address vip = {};
    __u64 bytes = packet->payload - packet->l3;
    if (bpf_xdp_load_bytes(context, packet->payload, original, MINIMAL_BYTES))
        return COUNTER_MALFORMED;
    __u32 first = bpf_ntohl(original[0]);
    __u32 with_source = (first >> 16) & MINIMAL_SOURCE;
    __u32 taken = with_source ? sizeof(original) : MINIMAL_BYTES;
    if (with_source && !load(context, packet->payload + MINIMAL_BYTES, original[2]))
        return COUNTER_MALFORMED;
    if (packet->payload + taken > packet->end)
        return COUNTER_MALFORMED;
    if (fold((__u32)bpf_csum_diff(NULL, 0, original, sizeof(original), 0)) != 0xffff)
        return COUNTER_CHECKSUM;
    map4(&vip, original[1]);
    if (!in_ranges(&vips, &vip))
        return COUNTER_NOT_VIP;
    barrier_var(bytes);
    if (bytes < IPV4_BYTES || bytes > IPV4_MOST_BYTES || bpf_xdp_load_bytes(context, packet->l3, words, bytes))
        return COUNTER_FAILED;
    ip->protocol = first >> 24;
    ip->daddr = original[1];
    if (with_source)
        ip->saddr = original[2];
    ip->tot_len = bpf_htons(bpf_ntohs(ip->tot_len) - taken);
    ip->check = 0;
    ip->check = ~fold((__u32)bpf_csum_diff(NULL, 0, words, sizeof(words), 0));
    if (!strip(context, packet->l3, taken, ETH_P_IP))
        return COUNTER_FAILED;
    return bpf_xdp_store_bytes(context, packet->l3, words, bytes) ? COUNTER_FAILED : COUNTER_MINIMAL;
}

static __always_inline enum counter decapsulate(struct xdp_md *context, const struct packet *packet, enum kind kind)
{
    struct inner inner = {};
    if (packet->end > bpf_xdp_get_buff_len(context) || packet->payload > packet->end)
        return COUNTER_MALFORMED;
    if (packet->family == ETH_P_IP && !header4_is_sound(context, packet->l3, packet->payload - packet->l3))
        return COUNTER_CHECKSUM;
    if (packet->fragment)
        return COUNTER_FRAGMENT;
    if (!settings.any_source && !in_ranges(&sources, &packet->source))
        return COUNTER_SOURCE;
    enum counter found = COUNTER_IPIP;
    switch (kind) {
    case KIND_MINIMAL:
        return strip_minimal(context, packet);
    case KIND_GRE:
        found = find_behind_gre(context, packet, &inner);
        break;
    case KIND_GUE:
        found = find_behind_gue(context, packet, &inner);
        break;
    default:
        inner.at = packet->payload;
        inner.family = packet->protocol == IPPROTO_IPIP ? ETH_P_IP : ETH_P_IPV6;
    }
    return found > COUNTER_DSCP ? found : strip_tunnel(context, packet, &inner, found);
}

// Where the checksum that covers the addresses is, from the transport header on; 0 when there is none.
static __always_inline __u32 checksum_at(const struct packet *packet)
{
    switch (packet->protocol) {
    case IPPROTO_TCP:
        return 16;
    case IPPROTO_UDP:
    case PROTOCOL_UDPLITE:
    case IPPROTO_DCCP:
        return 6;
    case IPPROTO_ICMPV6:
        return packet->family == ETH_P_IPV6 ? 2 : 0;
    default:
        return 0;
    }
}

static __always_inline int fix_transport(
    struct xdp_md *context, const struct packet *packet, __u64 removed, __u64 added)
{
    __u32 at = packet->later ? 0 : checksum_at(packet);
    __u16 checksum;
    if (!at)
        return 1;
    at += packet->payload;
    if (at + sizeof(checksum) > packet->end || !load(context, at, checksum))
        return 0;
    if (packet->protocol == IPPROTO_UDP && checksum == 0) // none was made (RFC 768)
        return 1;
    checksum = updated(checksum, removed, added);
    if (packet->protocol == IPPROTO_UDP && checksum == 0)
        checksum = 0xffff;
    return bpf_xdp_store_bytes(context, at, &checksum, sizeof(checksum)) == 0;
}

// Gives a packet of a marked code point its VIP, and the default code point: the mark has done its duty.
static __always_inline enum counter restore_vip(struct xdp_md *context, struct packet *packet)
{
    __u32 key = packet->traffic >> 2 << 1 | (packet->family == ETH_P_IPV6);
    struct vip_of_code *code = bpf_map_lookup_elem(&codes, &key);
    if (!code || !code->present)
        return COUNTER_PASSED;
    if (packet->end > bpf_xdp_get_buff_len(context) || packet->payload > packet->end)
        return COUNTER_MALFORMED;
    if (packet->family == ETH_P_IPV6 && packet->protocol == IPPROTO_ROUTING)
        return COUNTER_UNSUPPORTED;
    struct address now = code->vip;
    __u64 removed = sum_of(&packet->destination, packet->family);
    __u64 added = sum_of(&now, packet->family);
    if (!fix_transport(context, packet, removed, added))
        return COUNTER_MALFORMED;
    if (packet->family == ETH_P_IP) {
        struct iphdr ip = {};
        if (!load(context, packet->l3, ip))
            return COUNTER_FAILED;
        __u8 tos = ip.tos & ECN_MASK;
        ip.check = updated(ip.check, removed + bpf_htons(ip.tos), added + bpf_htons(tos));
        ip.tos = tos;
        ip.daddr = now.word[3];
        return bpf_xdp_store_bytes(context, packet->l3, &ip, sizeof(ip)) ? COUNTER_FAILED : COUNTER_DSCP;
    }
    struct ipv6hdr ip = {};
    if (!load(context, packet->l3, ip))
        return COUNTER_FAILED;
    ip.priority = 0;
    ip.flow_lbl[0] &= 0x0f | ECN_MASK << 4;
    ip.daddr.in6_u.u6_addr32[0] = now.word[0];
    ip.daddr.in6_u.u6_addr32[1] = now.word[1];
    ip.daddr.in6_u.u6_addr32[2] = now.word[2];
    ip.daddr.in6_u.u6_addr32[3] = now.word[3];
    return bpf_xdp_store_bytes(context, packet->l3, &ip, sizeof(ip)) ? COUNTER_FAILED : COUNTER_DSCP;
}

SEC("xdp.frags")
int directrix_decap(struct xdp_md *context)
{
    struct packet packet = {};
    __u32 counter = COUNTER_PASSED;
    if (parse(context, &packet) && bpf_map_lookup_elem(&locals, &packet.destination)) {
        enum kind kind = kind_of(context, &packet);
        counter = kind ? decapsulate(context, &packet, kind) : restore_vip(context, &packet);
    }
    __u64 *value = bpf_map_lookup_elem(&counters, &counter);
    if (value)
        *value += 1;
    return counter > COUNTER_DSCP ? XDP_DROP : XDP_PASS;
}

char decap_license[] SEC("license") = "Apache-2.0";
