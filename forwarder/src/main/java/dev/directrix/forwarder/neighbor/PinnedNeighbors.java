package dev.directrix.forwarder.neighbor;

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
        if (!text.matches("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}")) {
            throw new IllegalArgumentException("'" + text + "' is not a MAC address: write it as in 02:00:0a:00:01:15");
        }
        long mac = 0;
        for (final String octet : text.split(":", -1)) {
            mac = mac << 8 | Integer.parseInt(octet, 16);
        }
        checkUnicast(mac);
        return mac;
    }

    /** Writes a MAC address with colons, in lower case. */
    public static String formatMac(final long mac) {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            final int octet = (int) (mac >>> shift) & 0xff;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }

    private static void checkUnicast(final long mac) {
        if (mac == 0 || mac >>> 48 != 0 || (mac >>> 40 & 1) == 1) {
            throw new IllegalArgumentException(formatMac(mac) + " is not the MAC address of one station");
        }
    }
}
