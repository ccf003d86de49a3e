package dev.directrix.director.config;

import dev.directrix.forwarder.service.PortRange;

/** Ports as people write them: {@code 80}, {@code 1000-1999}, {@code any}. */
final class PortText {

    private PortText() {
    }

    /**
     * Reads ports.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static PortRange parse(final String text) {
        if (text.equals("any")) {
            return PortRange.ANY;
        }
        final int dash = text.indexOf('-');
        if (dash < 0) {
            return PortRange.of(AddressText.parsePort(text));
        }
        return parseRange(text);
    }

    /**
     * Reads two ports with a dash.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static PortRange parseRange(final String text) {
        final String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not a range of ports; write it as 1000-1999");
        }
        final int first = AddressText.parsePort(ends[0].strip());
        final int last = AddressText.parsePort(ends[1].strip());
        if (first >= last) {
            throw new IllegalArgumentException(
                "'" + text + "' is not a range of ports; write the lower one first, as 1000-1999");
        }
        return new PortRange(first, last);
    }
}
