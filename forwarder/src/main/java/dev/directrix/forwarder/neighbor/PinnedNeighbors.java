package dev.directrix.forwarder.neighbor;

import dev.directrix.linux.netlink.MacAddress;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * MAC addresses that the configuration gives ({@code datapath.neighbors}), so that the kernel need not be asked.
 *
 * @param byAddress MAC address of a real server, in the low 48 bits
 * @param fallback  MAC address of every server that is not named ({@code default})
 */
public record PinnedNeighbors(Map<InetAddress, Long> byAddress, Optional<Long> fallback) {

    /** Nothing pinned: the kernel is asked. */
    public static final PinnedNeighbors NONE = new PinnedNeighbors(Map.of(), Optional.empty());

    /** Freezes the map and checks that each value is a MAC address of one station. */
    public PinnedNeighbors {
        byAddress = Map.copyOf(byAddress);
        byAddress.values().forEach(PinnedNeighbors::checkUnicast);
        fallback.ifPresent(PinnedNeighbors::checkUnicast);
    }

    /** The pinned MAC address of a server. */
    public OptionalLong macOf(final InetAddress server) {
        final Long mac = byAddress.get(server);
        if (mac != null) {
            return OptionalLong.of(mac);
        }
        return fallback.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /**
     * Reads a MAC address as people write it, six octets with colons.
     *
     * @throws IllegalArgumentException if the text is anything else, or is not the address of one station
     */
    public static long parseMac(final String text) {
        final long mac = MacAddress.parse(text).value();
        checkUnicast(mac);
        return mac;
    }

    private static void checkUnicast(final long mac) {
        if (mac == 0 || mac >>> 48 != 0 || (mac >>> 40 & 1) == 1) {
            final MacAddress shown = new MacAddress(mac & 0xffff_ffff_ffffL);
            throw new IllegalArgumentException(shown + " is not the MAC address of one station");
        }
    }
}
