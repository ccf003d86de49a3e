package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.wire.Addresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** IP addresses as {@code inet_pton} reads and {@code inet_ntop} writes them; no name is ever looked up. */
public final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {
    }

    /** The short form: {@code 192.0.2.1}, {@code 2001:db8::1}, {@code ::ffff:192.0.2.1}. */
    public static String of(final InetAddress address) {
        final byte[] octets = address.getAddress();
        return address instanceof Inet4Address ? dotted(octets, 0) : ofIpv6(octets);
    }

    /** The address, or nothing if the text is none. */
    public static Optional<InetAddress> parse(final String text) {
        final Optional<byte[]> octets = text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
        return octets.map(Addresses::of);
    }

    /** The IPv4 address, or nothing if the text is none. */
    public static Optional<Inet4Address> parseInet4(final String text) {
        return parse(text).filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast);
    }

    private static Optional<byte[]> parseIpv4(final String text) {
        final byte[] octets = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            final int start = at;
            int value = 0;
            while (at < text.length() && isDigit(text.charAt(at)) && at - start < 3) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            final boolean ended = i < 3 ? at < text.length() && text.charAt(at) == '.' : at == text.length();
            // As inet_pton: no octet is written with leading zeros, some programs would read those as octal.
            if (at == start || value > 255 || !ended || (at - start > 1 && text.charAt(start) == '0')) {
                return Optional.empty();
            }
            octets[i] = (byte) value;
            at++;
        }
        return Optional.of(octets);
    }

    private static Optional<byte[]> parseIpv6(final String text) {
        final int gap = text.indexOf("::");
        if (gap < 0) {
            final int[] all = groups(text);
            return all.length == GROUPS ? Optional.of(octets(all, new int[0])) : Optional.empty();
        }
        final String before = text.substring(0, gap);
        final String after = text.substring(gap + 2);
        final int[] left = groups(before);
        final int[] right = groups(after);
        final boolean good = (before.isEmpty() || left.length > 0) && (after.isEmpty() || right.length > 0)
            && before.indexOf('.') < 0 && left.length + right.length < GROUPS;
        return good ? Optional.of(octets(left, right)) : Optional.empty();
    }

    /** The groups of 16 bits of one side of an address; none if the text is wrong or empty. */
    private static int[] groups(final String text) {
        if (text.isEmpty() || text.length() > 45) {
            return new int[0];
        }
        final String[] parts = text.split(":", -1);
        final boolean dotted = parts[parts.length - 1].indexOf('.') >= 0;
        final int[] groups = new int[parts.length + (dotted ? 1 : 0)];
        for (int i = 0; i < parts.length; i++) {
            if (dotted && i == parts.length - 1) {
                final Optional<byte[]> ipv4 = parseIpv4(parts[i]);
                if (ipv4.isEmpty()) {
                    return new int[0];
                }
                final byte[] octets = ipv4.get();
                groups[i] = (octets[0] & 0xff) << 8 | (octets[1] & 0xff);
                groups[i + 1] = (octets[2] & 0xff) << 8 | (octets[3] & 0xff);
            } else if (isGroup(parts[i])) {
                groups[i] = Integer.parseInt(parts[i], 16);
            } else {
                return new int[0];
            }
        }
        return groups;
    }

    private static byte[] octets(final int[] left, final int[] right) {
        final byte[] octets = new byte[16];
        for (int i = 0; i < left.length; i++) {
            octets[2 * i] = (byte) (left[i] >> 8);
            octets[2 * i + 1] = (byte) left[i];
        }
        for (int i = 0; i < right.length; i++) {
            final int at = 2 * (GROUPS - right.length + i);
            octets[at] = (byte) (right[i] >> 8);
            octets[at + 1] = (byte) right[i];
        }
        return octets;
    }

    private static boolean isGroup(final String text) {
        return !text.isEmpty() && text.length() <= 4
            && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }

    private static String ofIpv6(final byte[] octets) {
        final int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        final boolean embedsIpv4 =
            bestStart == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xffff));
        final StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            if (i == 6 && embedsIpv4) {
                return text.append(dotted(octets, 12)).toString();
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static String dotted(final byte[] octets, final int at) {
        return (octets[at] & 0xff) + "." + (octets[at + 1] & 0xff) + "." + (octets[at + 2] & 0xff) + "."
            + (octets[at + 3] & 0xff);
    }
}
