package dev.directrix.forwarder.xdp;

import dev.directrix.forwarder.service.PortRange;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfMap;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.BpfProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The XDP program that picks out VIP traffic, loaded once and attached to any number of interfaces. VIPs and the gate
 * are common to all of them; sockets and counters are each interface's own. Thread-safe.
 */
public final class XdpFilter implements AutoCloseable {

    /** The most VIPs of each family. */
    public static final int MAX_VIPS = 4096;

    /** {@link #gate}: VIP traffic is left to the kernel. */
    public static final long GATE_OFF = 0L;

    /** {@link #gate}: VIP traffic is taken, with no deadline. */
    public static final long GATE_OPEN = -1L;

    static final String PROGRAM = "directrix_filter";
    static final String SOCKETS = "sockets";
    static final String COUNTERS = "counters";

    private static final String[] SHARED = {
        "vips4", "vips6", "locals4", "locals6", "servers4", "servers6", "own4", "own6", "gate"};
    private static final String RESOURCE = "filter.bpf.o";
    private static final byte[] GATE_KEY = new byte[Integer.BYTES];
    private static final byte[] VIP_VALUE = new byte[Integer.BYTES];

    private final byte[] elf;
    private final BpfObject object;
    private final BpfMap vips4;
    private final BpfMap vips6;
    private final BpfMap gate;
    private final Set<InetAddress> vips = new HashSet<>();
    private final TranslationMaps translation;

    private XdpFilter(final byte[] elf, final BpfObject object) {
        this.elf = elf;
        this.object = object;
        this.vips4 = object.map("vips4");
        this.vips6 = object.map("vips6");
        this.gate = object.map("gate");
        this.translation = new TranslationMaps(object);
    }

    /**
     * Loads the program with no VIP and the gate off. It is attached to nothing yet.
     *
     * @throws LinuxException when libbpf is missing or the kernel refuses the program
     */
    public static XdpFilter load() {
        final byte[] elf = elf();
        final BpfObject object = BpfObject.open("directrix", elf);
        try {
            object.load();
            return new XdpFilter(elf, object);
        } catch (final RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /**
     * Attaches the program to an interface of the calling thread's network namespace: in the driver, else in the stack.
     * Nothing is redirected before a socket is bound to it.
     *
     * @throws LinuxException when another XDP program is there (EBUSY) or the kernel refuses
     */
    public XdpAttachment attach(final int interfaceIndex) {
        final BpfObject copy = BpfObject.open("directrix", elf);
        try {
            for (final String map : SHARED) {
                copy.map(map).reuse(object.map(map));
            }
            copy.load();
            return XdpAttachment.attach(copy, interfaceIndex);
        } catch (final RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** Adds VIPs, so that their traffic is taken. */
    public synchronized void add(final Set<InetAddress> added) {
        for (final InetAddress vip : added) {
            mapOf(vip).put(vip.getAddress(), VIP_VALUE);
            vips.add(vip);
        }
    }

    /** Removes all VIPs but these, so that the kernel gets their traffic. */
    public synchronized void retain(final Set<InetAddress> kept) {
        for (final InetAddress vip : Set.copyOf(vips)) {
            if (!kept.contains(vip)) {
                mapOf(vip).remove(vip.getAddress());
                vips.remove(vip);
            }
        }
    }

    /**
     * Takes answers of translated flows from now on: these, and no others.
     *
     * @param locals  local addresses of FULLNAT, each with the ports that it uses
     * @param servers endpoints of NAT servers
     */
    public synchronized void answers(final Map<InetAddress, PortRange> locals, final Set<NatServer> servers) {
        translation.locals(locals);
        translation.servers(servers);
    }

    /** This host's own addresses: what NAT servers send there is left to the kernel. */
    public synchronized void own(final Set<InetAddress> addresses) {
        translation.own(addresses);
    }

    /**
     * Until when VIP traffic is taken. Afterwards it is dropped, as nobody vouches for the tables any more.
     *
     * @param untilNs nanoseconds of CLOCK_MONOTONIC, or {@link #GATE_OFF}, or {@link #GATE_OPEN}
     */
    public void gate(final long untilNs) {
        gate.put(GATE_KEY, nativeLong(untilNs));
    }

    /** The program, to be run on test frames. */
    BpfProgram program() {
        return object.program(PROGRAM);
    }

    /** What test runs of {@link #program()} counted. */
    long counted(final XdpCounter counter) {
        return object.map(COUNTERS).sum(counter.key());
    }

    /** Frees the maps that no attachment holds; close the attachments first. */
    @Override
    public synchronized void close() {
        object.close();
    }

    private BpfMap mapOf(final InetAddress vip) {
        return vip instanceof Inet4Address ? vips4 : vips6;
    }

    private static byte[] nativeLong(final long value) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array();
    }

    private static byte[] elf() {
        try (InputStream resource = XdpFilter.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new LinuxException("the XDP program " + RESOURCE + " is not in this build: build it with clang");
            }
            return resource.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the XDP program " + RESOURCE, e);
        }
    }
}
