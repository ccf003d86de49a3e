package dev.directrix.lab.bench;

import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.netlink.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The rig's BPF programs with their constants set (struct settings of rig.bpf.c). */
final class RigPrograms {

    private static final String RESOURCE = "rig.bpf.o";
    private static final int CLIENTS = 0x0a010100;

    private RigPrograms() {
    }

    /** Opens and loads one program alone. */
    static BpfObject load(final String program, final String destinationMac, final String sourceMac, final int flows) {
        final BpfObject object = BpfObject.open("rig_" + program, bytes());
        try {
            for (final String each : new String[] {"generate", "forward", "count"}) {
                object.program(each).autoload(each.equals(program));
            }
            final MemorySegment settings = object.map(".rodata").initialValue();
            settings.asSlice(0, 6).copyFrom(MemorySegment.ofArray(MacAddress.parse(destinationMac).octets()));
            settings.asSlice(6, 6).copyFrom(MemorySegment.ofArray(MacAddress.parse(sourceMac).octets()));
            settings.set(ValueLayout.JAVA_INT, 12, CLIENTS);
            settings.set(ValueLayout.JAVA_INT, 16,
                    ByteBuffer.wrap(InetAddress.ofLiteral(RigTopology.VIP).getAddress()).getInt());
            settings.set(ValueLayout.JAVA_INT, 20, flows);
            settings.set(ValueLayout.JAVA_INT, 24, RigTopology.PORT);
            object.load();
            return object;
        } catch (final RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static byte[] bytes() {
        try (InputStream in = RigPrograms.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new LinuxException(RESOURCE + " is missing from the jar: build it with clang installed");
            }
            return in.readAllBytes();
        } catch (final IOException e) {
            throw new LinuxException("cannot read " + RESOURCE, e);
        }
    }
}
