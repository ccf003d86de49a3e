package dev.directrix.forwarder.xdp;

import dev.directrix.forwarder.service.PortRange;
import dev.directrix.linux.bpf.BpfMap;
import dev.directrix.linux.bpf.BpfObject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The maps by which the XDP program knows answers of translated flows, kept equal to what is wanted. */
final class TranslationMaps {
    private static final byte[] PRESENT = new byte[Integer.BYTES];
    private static final int SERVER_TAIL = 4;

    private final Mirror locals4;
    private final Mirror locals6;
    private final Mirror servers4;
    private final Mirror servers6;
    private final Mirror own4;
    private final Mirror own6;

    /** A map of the kernel and what was written to it. */
    private static final class Mirror {
        private final BpfMap map;
        private final Map<ByteBuffer, byte[]> content = new HashMap<>();

        Mirror(final BpfMap map) {
            this.map = map;
        }

        void replace(final Map<ByteBuffer, byte[]> wanted) {
            for (final ByteBuffer key : Set.copyOf(content.keySet())) {
                if (!wanted.containsKey(key)) {
                    map.remove(octets(key));
                    content.remove(key);
                }
            }
            wanted.forEach((key, value) -> {
                map.put(octets(key), value);
                content.put(key, value);
            });
        }
    }

    private static byte[] octets(final ByteBuffer key) {
        final byte[] result = new byte[key.remaining()];
        key.duplicate().get(result);
        return result;
    }

    TranslationMaps(final BpfObject object) {
        this.locals4 = new Mirror(object.map("locals4"));
        this.locals6 = new Mirror(object.map("locals6"));
        this.servers4 = new Mirror(object.map("servers4"));
        this.servers6 = new Mirror(object.map("servers6"));
        this.own4 = new Mirror(object.map("own4"));
        this.own6 = new Mirror(object.map("own6"));
    }

    void locals(final Map<InetAddress, PortRange> wanted) {
        final Map<ByteBuffer, byte[]> ipv4 = new HashMap<>();
        final Map<ByteBuffer, byte[]> ipv6 = new HashMap<>();
        wanted.forEach((address, ports) -> (address instanceof Inet4Address ? ipv4 : ipv6)
                .put(key(address), range(ports)));
        locals4.replace(ipv4);
        locals6.replace(ipv6);
    }

    void servers(final Set<NatServer> wanted) {
        final Map<ByteBuffer, byte[]> ipv4 = new HashMap<>();
        final Map<ByteBuffer, byte[]> ipv6 = new HashMap<>();
        wanted.forEach(server -> (server.address() instanceof Inet4Address ? ipv4 : ipv6)
                .put(key(server), PRESENT));
        servers4.replace(ipv4);
        servers6.replace(ipv6);
    }

    void own(final Set<InetAddress> wanted) {
        final Map<ByteBuffer, byte[]> ipv4 = new HashMap<>();
        final Map<ByteBuffer, byte[]> ipv6 = new HashMap<>();
        wanted.forEach(address -> (address instanceof Inet4Address ? ipv4 : ipv6).put(key(address), PRESENT));
        own4.replace(ipv4);
        own6.replace(ipv6);
    }

    private static ByteBuffer key(final InetAddress address) {
        return ByteBuffer.wrap(address.getAddress());
    }

    private static ByteBuffer key(final NatServer server) {
        final byte[] address = server.address().getAddress();
        return ByteBuffer.allocate(address.length + SERVER_TAIL)
                .put(address).putShort((short) server.port()).put((byte) server.protocol()).rewind();
    }

    private static byte[] range(final PortRange ports) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder())
                .putShort((short) ports.first()).putShort((short) ports.last()).array();
    }
}
