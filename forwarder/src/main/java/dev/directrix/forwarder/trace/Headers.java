package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.service.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses and ports at the front of a frame, read from whatever is there of it: VLAN tags, IPv4, IPv6 with extension
 * headers, ports of TCP and UDP. Filled again and again without allocating; for one thread.
 */
public final class Headers {

    /** {@link #protocol()} of a frame that is not IP, or ends before it says. */
    public static final int NONE = -1;

    private static final int ETHERNET_BYTES = 14;
    private static final int MAX_TAGS = 2;
    private static final int MAX_EXTENSIONS = 4;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_SERVICE_VLAN = 0x88a8;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int OFFSET_MASK = 0x1fff;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int FLAGS_AT = 13;

    private byte[] octets = {};
    private int limit;
    private boolean ipv4;
    private int protocol;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int ports;
    private boolean fragment;
    private int transport;

    /** Reads an Ethernet frame of which the first octets are given. */
    public void parse(final byte[] frame, final int captured) {
        clear(frame, captured);
        int at = ETHERNET_BYTES;
        for (int tags = 0; at <= limit; tags++) {
            final int type = u16(at - 2);
            if (type == TYPE_IPV4 || type == TYPE_IPV6) {
                parseIp(at);
                return;
            }
            if (tags == MAX_TAGS || (type != TYPE_VLAN && type != TYPE_SERVICE_VLAN)) {
                return;
            }
            at += 4;
        }
    }

    /** Reads an IP packet that begins within a frame. */
    public void parse(final byte[] frame, final int captured, final int at) {
        clear(frame, captured);
        parseIp(at);
    }

    private void clear(final byte[] frame, final int captured) {
        octets = frame;
        limit = Math.min(captured, frame.length);
        protocol = NONE;
        sourceHigh = 0;
        sourceLow = 0;
        destinationHigh = 0;
        destinationLow = 0;
        ports = 0;
        fragment = false;
        ipv4 = false;
        transport = limit;
    }

    private void parseIp(final int at) {
        final int version = at < limit ? (octets[at] & 0xf0) >>> 4 : 0;
        if (version == 4 && at + IPV4_BYTES <= limit) {
            ipv4 = true;
            sourceLow = Addresses.mapped(i32(at + 12));
            destinationLow = Addresses.mapped(i32(at + 16));
            final int offset = u16(at + 6) & (OFFSET_MASK | 0x2000);
            fragment = offset != 0;
            protocol = octets[at + 9] & 0xff;
            parseTransport(at + (octets[at] & 0x0f) * 4, (offset & OFFSET_MASK) == 0);
        } else if (version == 6 && at + IPV6_BYTES <= limit) {
            sourceHigh = i64(at + 8);
            sourceLow = i64(at + 16);
            destinationHigh = i64(at + 24);
            destinationLow = i64(at + 32);
            parseExtensions(at + IPV6_BYTES, octets[at + 6] & 0xff);
        }
    }

    private void parseExtensions(final int from, final int first) {
        int at = from;
        int next = first;
        boolean hasTransport = true;
        for (int i = 0; i < MAX_EXTENSIONS && at + 8 <= limit; i++) {
            if (next == 44) {
                fragment = true;
                hasTransport &= (u16(at + 2) & 0xfff8) == 0;
                next = octets[at] & 0xff;
                at += 8;
            } else if (next == 0 || next == 43 || next == 60) {
                next = octets[at] & 0xff;
                at += ((octets[at + 1] & 0xff) + 1) * 8;
            } else {
                break;
            }
        }
        protocol = next;
        parseTransport(at, hasTransport);
    }

    private void parseTransport(final int at, final boolean present) {
        transport = present ? Math.min(at, limit) : limit;
        if ((protocol == TCP || protocol == UDP) && transport + 4 <= limit) {
            ports = i32(transport);
        }
    }

    /** Number of the IP protocol behind all extension headers, or {@link #NONE}. */
    public int protocol() {
        return protocol;
    }

    /** Whether it is IPv4. */
    public boolean isIpv4() {
        return ipv4;
    }

    /** Whether it is a fragment, the first one included. */
    public boolean isFragment() {
        return fragment;
    }

    /** Port of the sender; 0 where there is none to be seen. */
    public int sourcePort() {
        return ports >>> 16;
    }

    /** Port of the receiver; 0 where there is none to be seen. */
    public int destinationPort() {
        return ports & 0xffff;
    }

    /** Where the transport header begins; the end of what was captured when there is none. */
    public int transport() {
        return transport;
    }

    /** Flags of TCP (RFC 9293 §3.1), or 0. */
    public int tcpFlags() {
        return protocol == TCP && transport + FLAGS_AT < limit ? octets[transport + FLAGS_AT] & 0xff : 0;
    }

    /** Sender, as an address. */
    public InetAddress source() {
        return address(sourceHigh, sourceLow);
    }

    /** Receiver, as an address. */
    public InetAddress destination() {
        return address(destinationHigh, destinationLow);
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    private InetAddress address(final long high, final long low) {
        try {
            return InetAddress.getByAddress(ipv4
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }

    private int u16(final int at) {
        return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
    }

    private int i32(final int at) {
        return (u16(at) << 16) | u16(at + 2);
    }

    private long i64(final int at) {
        return ((long) i32(at) << 32) | (i32(at + 4) & 0xffff_ffffL);
    }
}
