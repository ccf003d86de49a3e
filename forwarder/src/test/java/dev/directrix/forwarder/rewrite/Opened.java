package dev.directrix.forwarder.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.TestPacket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An IP packet read by the book, independent of the code under test, with every checksum verified. */
final class Opened {
    final boolean ipv4;
    final byte[] bytes;
    final int headerBytes;
    final int protocol;
    final int ttl;
    final int trafficClass;
    final int idAndFragment;
    final InetAddress source;
    final InetAddress destination;

    private Opened(final byte... packet) {
        final ByteBuffer fields = ByteBuffer.wrap(packet);
        this.ipv4 = packet[0] >>> 4 == 4;
        final int total = ipv4 ? fields.getShort(2) & 0xffff : 40 + (fields.getShort(4) & 0xffff);
        assertThat(total).as("length of the IP packet").isEqualTo(packet.length);
        this.bytes = packet.clone();
        this.headerBytes = ipv4 ? (packet[0] & 0xf) * 4 : 40;
        this.protocol = packet[ipv4 ? 9 : 6] & 0xff;
        this.ttl = packet[ipv4 ? 8 : 7] & 0xff;
        this.trafficClass = ipv4 ? packet[1] & 0xff : (fields.getInt(0) >>> 20) & 0xff;
        this.idAndFragment = ipv4 ? fields.getInt(4) : 0;
        this.source = address(ipv4 ? 12 : 8);
        this.destination = address(ipv4 ? 16 : 24);
        if (ipv4) {
            assertThat(TestPacket.checksum(packet, 0, headerBytes)).as("IPv4 header checksum").isZero();
        }
    }

    /** The packet behind an Ethernet header without tags. */
    static Opened of(final byte[] frame) {
        return new Opened(Arrays.copyOfRange(frame, 14, frame.length));
    }

    static Opened ofPacket(final byte... packet) {
        return new Opened(packet);
    }

    byte[] payload() {
        return Arrays.copyOfRange(bytes, headerBytes, bytes.length);
    }

    int port(final int at) {
        return ByteBuffer.wrap(bytes).getShort(headerBytes + at) & 0xffff;
    }

    /** The checksum of TCP, UDP (if there is one) or ICMP is right. */
    Opened verified() {
        if (protocol == IpProtocol.ICMP) {
            assertThat(TestPacket.checksum(payload(), 0, payload().length)).as("ICMP checksum").isZero();
        } else if (protocol != IpProtocol.UDP || !ipv4 || port(6) != 0) {
            assertThat(TestPacket.transportChecksum(
                    source.getAddress(), destination.getAddress(), protocol, payload()))
                    .as("checksum of protocol %d", protocol).isZero();
        }
        return this;
    }

    private InetAddress address(final int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + (ipv4 ? 4 : 16)));
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
