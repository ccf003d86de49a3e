package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.Octets;

/**
 * A capability that has no class here, or not the length it should have, kept as it came.
 *
 * @param code  the code
 * @param value octets of the value
 */
public record RawCapability(int code, Octets value) implements Capability {

    @Override
    public String text() {
        final String name = switch (code) {
            case 3 -> "outbound-route-filtering";
            case 5 -> "extended-next-hop";
            case 8 -> "multiple-labels";
            case 9 -> "role";
            case 64 -> "graceful-restart";
            case 67 -> "dynamic-capability";
            case 68 -> "multi-session";
            case 69 -> "add-path";
            case 70 -> "enhanced-route-refresh";
            case 71 -> "long-lived-graceful-restart";
            case 73 -> "hostname";
            case 75 -> "software-version";
            case 76 -> "paths-limit";
            case 77 -> "link-local-next-hop";
            case 131 -> "multi-session-cisco";
            case 128 -> "route-refresh-cisco";
            default -> "capability " + code;
        };
        return (name + " " + value).trim();
    }
}
