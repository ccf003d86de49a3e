package dev.directrix.forwarder.datapath;

import dev.directrix.linux.Capability;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.MemoryLock;
import dev.directrix.linux.netlink.Link;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to be there before anything is started: each thing that is missing is one clear error. */
final class Requirements {

    private static final Set<Capability> NEEDED = EnumSet.of(Capability.NET_ADMIN, Capability.NET_RAW, Capability.BPF);

    private Requirements() {
    }

    /**
     * Checks that this version carries packets in this mode.
     *
     * @throws DatapathException if not
     */
    static void mode(final DatapathMode mode) {
        switch (mode) {
            case AUTO, AF_XDP -> { }
            case XDP -> throw new DatapathException(
                "datapath mode xdp is not part of this version: use auto or af-xdp");
            case PCAP -> throw new DatapathException(
                "datapath mode pcap carries no live traffic in this version: use auto or af-xdp; "
                    + "'directrix replay' forwards capture files");
            default -> throw new IllegalArgumentException("mode " + mode);
        }
    }

    /**
     * Checks the capabilities of the calling thread.
     *
     * @throws DatapathException if some are missing
     */
    static void capabilities(final Set<Capability> effective) {
        // What CAP_BPF grants was part of CAP_SYS_ADMIN before Linux 5.8, and still is.
        final String missing = NEEDED.stream()
            .filter(needed -> !effective.contains(needed))
            .filter(needed -> needed != Capability.BPF || !effective.contains(Capability.SYS_ADMIN))
            .map(Capability::kernelName)
            .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new DatapathException("the datapath needs " + missing
                + ": run as root, or give the capabilities (systemd: AmbientCapabilities=)");
        }
    }

    /**
     * Finds each configured interface.
     *
     * @return the links, in the order of the names
     * @throws DatapathException if one is missing or cannot carry Ethernet frames
     */
    static List<Link> interfaces(final List<String> names, final List<Link> links) {
        final Map<String, Link> byName = links.stream().collect(Collectors.toMap(Link::name, link -> link));
        for (final String name : names) {
            final Link link = byName.get(name);
            if (link == null) {
                throw new DatapathException("interface " + name + " does not exist: it must be one of "
                    + byName.keySet().stream().filter(each -> !each.equals("lo")).sorted().toList());
            }
            if (link.name().equals("lo") || link.address().isEmpty()) {
                throw new DatapathException("interface " + name + " is not an Ethernet interface");
            }
        }
        return names.stream().map(byName::get).toList();
    }

    /**
     * Makes sure that the packet memory may be locked, raising the limit where that is allowed.
     *
     * @throws DatapathException if not
     */
    static void lockableMemory(final long bytes) {
        if (MemoryLock.allows(bytes)) {
            return;
        }
        try {
            MemoryLock.raise(MemoryLock.UNLIMITED);
        } catch (final LinuxException e) {
            throw new DatapathException("the datapath needs " + (bytes >> 20) + " MiB of locked memory, the limit is "
                + (MemoryLock.limitBytes() >> 20) + " MiB: give CAP_IPC_LOCK, or raise it "
                + "(systemd: LimitMEMLOCK=infinity)", e);
        }
    }
}
