package dev.directrix.director.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code guard}. */
final class GuardSection {

    private static final int MAX_ROUTERS = 256;

    private GuardSection() {
    }

    static Optional<GuardConfig> read(final Value value) {
        return value.section().map(section -> {
            final Optional<GuardConfig.Bmp> bmp = section.get("bmp").flatMap(GuardSection::bmp);
            final Map<InetAddress, String> names = new HashMap<>();
            section.get("directors").map(Value::namedValues).orElse(Map.of())
                .forEach((name, addresses) -> director(name, addresses, names));
            return new GuardConfig(bmp, names);
        });
    }

    private static void director(final String name, final Value addresses, final Map<InetAddress, String> names) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
            addresses.error("'" + name + "' is not a name; use letters, digits, '-', '_' and '.'");
        }
        for (final Value item : addresses.oneOrMore()) {
            item.address().ifPresent(address -> {
                final String other = names.putIfAbsent(address, name);
                if (other != null) {
                    item.error(AddressText.format(address) + " is an address of " + other
                        + " already; remove one of the two");
                }
            });
        }
    }

    private static Optional<GuardConfig.Bmp> bmp(final Value value) {
        return value.section().flatMap(section -> {
            final Optional<InetSocketAddress> listen = section.required("listen")
                .flatMap(it -> it.parsed(AddressText::parseEndpoint));
            section.required("routers");
            final Set<InetAddress> routers = new LinkedHashSet<>();
            for (final Value item : section.items("routers")) {
                item.address().filter(address -> !routers.add(address)).ifPresent(address ->
                    item.error(AddressText.format(address) + " is listed twice; remove one of the two"));
            }
            if (routers.size() > MAX_ROUTERS) {
                section.whole().error("more than " + MAX_ROUTERS + " routers; leave some out");
            }
            return listen.map(it -> new GuardConfig.Bmp(it, routers));
        });
    }
}
