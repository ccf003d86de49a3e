package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * AS paths in ExaBGP's words: {@code 65000}, <code>[ 65000 1.10 ]</code>, a set as <code>( 1 2 )</code> behind or
 * inside the square brackets, and a confederation's part in braces inside them, <code>[ { 1 2 } ]</code> or
 * <code>[ { ( 1 2 ) } ]</code>.
 */
public final class AsPathText {

    private final TokenReader in;
    private final List<AsPathSegment> segments = new ArrayList<>();
    private List<Long> asns = new ArrayList<>();
    private boolean set;
    private boolean confederation;

    private AsPathText(final TokenReader in) {
        this.in = in;
    }

    /** The path as it can be read again; an empty one is <code>[ ]</code>. */
    public static String of(final AsPath path) {
        return path.segments().isEmpty()
            ? "[ ]" : path.segments().stream().map(AsPathText::of).collect(Collectors.joining(" "));
    }

    static AsPath parse(final TokenReader in) {
        return new AsPathText(in).parse();
    }

    private static String of(final AsPathSegment segment) {
        final String asns = segment.asns().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return switch (segment.type()) {
            case AS_SEQUENCE -> "[ " + asns + " ]";
            case AS_SET -> "( " + asns + " )";
            case AS_CONFED_SEQUENCE -> "[ { " + asns + " } ]";
            case AS_CONFED_SET -> "[ { ( " + asns + " ) } ]";
        };
    }

    private AsPath parse() {
        if (!in.at("[") && !in.at("(")) {
            return AsPath.sequence(List.of(in.asn("an AS path")));
        }
        while (in.at("[") || in.at("(")) {
            brackets(in.next("'['"));
        }
        return new AsPath(segments);
    }

    /** One outer pair of brackets. */
    private void brackets(final Token open) {
        final boolean round = open.is("(");
        set = round;
        while (true) {
            final Token token = in.next("'" + (round ? ")" : "]") + "' of the AS path of " + open.position());
            if (token.is(round ? ")" : "]")) {
                endSegment(open);
                if (confederation || set != round) {
                    throw new TextException(token.position(), "the inner bracket of the AS path is not closed: add "
                        + (set && !round ? "')'" : "'}'"));
                }
                return;
            }
            if (token.is("(") && !set) {
                endSegment(token);
                set = true;
            } else if (token.is(")") && set) {
                endSegment(token);
                set = false;
            } else if (token.is("{") && !confederation) {
                endSegment(token);
                confederation = true;
            } else if (token.is("}") && confederation) {
                endSegment(token);
                confederation = false;
            } else if (!token.is(",")) {
                asns.add(TokenReader.asn(token, "a part of an AS path"));
            }
        }
    }

    private void endSegment(final Token at) {
        if (asns.isEmpty()) {
            return;
        }
        if (set && asns.size() > AsPathSegment.MAX_ASNS) {
            throw new TextException(at.position(), "a set of an AS path has at most " + AsPathSegment.MAX_ASNS
                + " AS numbers, not " + asns.size());
        }
        final AsPathSegment.Type type = confederation
            ? set ? AsPathSegment.Type.AS_CONFED_SET : AsPathSegment.Type.AS_CONFED_SEQUENCE
            : set ? AsPathSegment.Type.AS_SET : AsPathSegment.Type.AS_SEQUENCE;
        for (int from = 0; from < asns.size(); from += AsPathSegment.MAX_ASNS) {
            final int to = Math.min(from + AsPathSegment.MAX_ASNS, asns.size());
            segments.add(new AsPathSegment(type, asns.subList(from, to)));
        }
        asns = new ArrayList<>();
    }
}
