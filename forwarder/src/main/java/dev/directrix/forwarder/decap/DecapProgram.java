package dev.directrix.forwarder.decap;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfMap;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.BpfProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes settings into {@code decap.bpf.c}'s constants and maps, and loads it. */
final class DecapProgram {

    static final String PROGRAM = "directrix_decap";
    static final String COUNTERS = "counters";

    private static final String RESOURCE = "/dev/directrix/forwarder/xdp/decap.bpf.o";
    private static final int ADDRESS_BYTES = 16;
    private static final byte[] PRESENT = new byte[Integer.BYTES];

    private DecapProgram() {
    }

    /**
     * Loads the program, attached to nothing.
     *
     * @throws LinuxException when libbpf is missing or the kernel refuses the program
     */
    static BpfObject load(final DecapSettings settings) {
        final BpfObject object = BpfObject.open("directrix", elf());
        try {
            constants(settings, object.map(".rodata").initialValue());
            object.load();
            maps(settings, object);
            return object;
        } catch (final RuntimeException e) {
            object.close();
            throw e;
        }
    }

    static BpfProgram program(final BpfObject object) {
        return object.program(PROGRAM);
    }

    /** As struct settings has them. */
    private static void constants(final DecapSettings settings, final MemorySegment constants) {
        constants.set(JAVA_INT, 0, settings.kinds().stream().mapToInt(TunnelKind::bit).sum());
        constants.set(JAVA_INT, 4, settings.greKey().isPresent() ? 1 : 0);
        constants.set(JAVA_INT, 8, (int) settings.greKey().orElse(0));
        constants.set(JAVA_INT, 12, settings.sources().isEmpty() ? 1 : 0);
        for (int i = 0; i < settings.guePorts().size(); i++) {
            constants.set(JAVA_INT, 16 + (long) Integer.BYTES * i, settings.guePorts().get(i));
        }
    }

    private static void maps(final DecapSettings settings, final BpfObject object) {
        settings.locals().forEach(local -> object.map("locals").put(octets(local), PRESENT));
        ranges(settings.vips(), object.map("vips"));
        ranges(settings.sources(), object.map("sources"));
        settings.codes().forEach((code, vips) -> vips.forEach(vip ->
            object.map("codes").put(keyOfCode(code, vip), vipOfCode(vip))));
    }

    private static void ranges(final List<AddressRange> ranges, final BpfMap map) {
        for (final AddressRange range : ranges) {
            map.put(ByteBuffer.allocate(Integer.BYTES + ADDRESS_BYTES).order(ByteOrder.nativeOrder())
                .putInt(range.mappedBits()).put(octets(range.address())).array(), PRESENT);
        }
    }

    /** Twice the code point, plus 1 for IPv6. */
    private static byte[] keyOfCode(final int code, final InetAddress vip) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder())
            .putInt(2 * code + (vip instanceof Inet4Address ? 0 : 1)).array();
    }

    /** As struct vip_of_code has it. */
    private static byte[] vipOfCode(final InetAddress vip) {
        return ByteBuffer.allocate(ADDRESS_BYTES + Integer.BYTES).order(ByteOrder.nativeOrder())
            .put(octets(vip)).putInt(1).array();
    }

    private static byte[] octets(final InetAddress address) {
        return ByteBuffer.allocate(ADDRESS_BYTES).putLong(Addresses.high(address)).putLong(Addresses.low(address))
            .array();
    }

    private static byte[] elf() {
        try (InputStream resource = DecapProgram.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new LinuxException("the XDP program " + RESOURCE + " is not in this build: build it with clang");
            }
            return resource.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the XDP program " + RESOURCE, e);
        }
    }
}
