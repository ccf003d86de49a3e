package dev.directrix.lab.routes;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes routes as a TABLE_DUMP_V2 file (RFC 6396 §4.3), which is what GoBGP takes in fastest. */
final class MrtFile {

    private static final int TABLE_DUMP_V2 = 13;
    private static final int PEER_INDEX_TABLE = 1;
    private static final int RIB_IPV4_UNICAST = 2;
    private static final int AS4_PEER = 2;

    private MrtFile() {
    }

    /** The octets of the file: one peer, one entry for each route, the first so many of them once more at the end. */
    static byte[] of(final RouteSet routes, final int nextHop, final int repeated) {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            final ByteArrayOutputStream peers = new ByteArrayOutputStream();
            final DataOutputStream peer = new DataOutputStream(peers);
            peer.writeInt(nextHop);
            peer.writeShort(0);
            peer.writeShort(1);
            peer.writeByte(AS4_PEER);
            peer.writeInt(nextHop);
            peer.writeInt(nextHop);
            peer.writeInt(RouteSet.COMMUNITY_ASN);
            record(out, PEER_INDEX_TABLE, peers.toByteArray());
            for (int i = 0; i < routes.count() + repeated; i++) {
                record(out, RIB_IPV4_UNICAST, entry(routes, i % routes.count(), nextHop));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static byte[] entry(final RouteSet routes, final int index, final int nextHop) throws IOException {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(octets);
        out.writeInt(index);
        out.writeByte(24);
        out.writeByte(routes.network(index) >>> 24);
        out.writeShort(routes.network(index) >>> 8);
        out.writeShort(1);
        out.writeShort(0);
        out.writeInt(0);
        final byte[] attributes = attributes(routes.set(index), nextHop);
        out.writeShort(attributes.length);
        out.write(attributes);
        return octets.toByteArray();
    }

    private static byte[] attributes(final int set, final int nextHop) throws IOException {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(octets);
        out.write(new byte[] {0x40, 1, 1, 0});
        out.write(new byte[] {0x40, 2, 0});
        out.write(new byte[] {0x40, 3, 4});
        out.writeInt(nextHop);
        out.write(new byte[] {(byte) 0x80, 4, 4});
        out.writeInt(RouteSet.MED + set);
        out.write(new byte[] {(byte) 0xc0, 8, 4});
        out.writeShort(RouteSet.COMMUNITY_ASN);
        out.writeShort(set);
        return octets.toByteArray();
    }

    private static void record(final DataOutputStream out, final int subtype, final byte[] body) throws IOException {
        out.writeInt(0);
        out.writeShort(TABLE_DUMP_V2);
        out.writeShort(subtype);
        out.writeInt(body.length);
        out.write(body);
    }
}
