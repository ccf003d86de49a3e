package dev.directrix.director.config;

import java.util.Arrays;
import java.util.Optional;

/** Keys that the design has and this version does not: refused by name, so that nobody takes them for typing errors. */
enum LaterOption {

    OSPF("", "ospf", "announce by bgp instead");

    private final String section;
    private final String key;
    private final String instead;

    LaterOption(final String section, final String key, final String instead) {
        this.section = section;
        this.key = key;
        this.instead = instead;
    }

    private String text() {
        return "'" + key + "' is not in this version yet; " + instead;
    }

    /** What to say about a key of a section, if it is one of these. */
    static Optional<String> advice(final String section, final String key) {
        return Arrays.stream(values())
            .filter(option -> option.section.equals(section) && option.key.equals(key))
            .map(LaterOption::text)
            .findFirst();
    }
}
