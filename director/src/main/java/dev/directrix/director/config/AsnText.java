package dev.directrix.director.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AS numbers as people write them: {@code 65101}, {@code 4200000001} or, as asdot (RFC 5396), {@code 65000.1}. */
public final class AsnText {

    private static final long MAX = 0xffff_ffffL;
    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,5})\\.)?(\\d{1,10})");

    private AsnText() {
    }

    /**
     * Reads 1 to 4294967295.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static long parse(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            final long low = Long.parseLong(matcher.group(2));
            final boolean dotted = matcher.group(1) != null;
            final long high = dotted ? Long.parseLong(matcher.group(1)) : 0;
            final long asn = (high << 16) + low;
            if (asn >= 1 && asn <= MAX && !(dotted && (low > 0xffff || high > 0xffff))) {
                return asn;
            }
        }
        throw new IllegalArgumentException(
            "'" + text + "' is not an AS number; write 1..4294967295, or asdot as in 65000.1");
    }
}
