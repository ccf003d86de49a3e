package dev.directrix.bgp.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AS numbers of four octets by way of speakers that know two (RFC 6793 §4.2): what is too large goes beside AS_PATH and
 * AGGREGATOR in AS4_PATH and AS4_AGGREGATOR, and is put back from there. Pure.
 */
public final class AsnTransition {

    private AsnTransition() {
    }

    /** The attributes as they go to a speaker of two octets: the given ones and what must stand beside them. */
    public static List<PathAttribute> toTwoOctets(final List<? extends PathAttribute> attributes) {
        final List<PathAttribute> result = new ArrayList<>(attributes.size() + 2);
        for (final PathAttribute attribute : attributes) {
            result.add(attribute);
            if (attribute instanceof AsPath path) {
                path.forTwoOctets().ifPresent(result::add);
            } else if (attribute instanceof Aggregator aggregator && aggregator.asn() > 0xffff) {
                result.add(new As4Aggregator(aggregator.asn(), aggregator.address()));
            }
        }
        return result;
    }

    /** The attributes of a speaker of two octets, the true AS numbers put back (RFC 6793 §4.2.3). */
    public static List<PathAttribute> fromTwoOctets(final List<PathAttribute> attributes) {
        final Optional<AsPath> path = first(attributes, AsPath.class);
        final Optional<As4Path> truePath = first(attributes, As4Path.class);
        final Optional<Aggregator> aggregator = first(attributes, Aggregator.class);
        final Optional<As4Aggregator> trueAggregator = first(attributes, As4Aggregator.class);
        final boolean paths = path.isPresent() && truePath.isPresent();
        final boolean aggregators = aggregator.isPresent() && trueAggregator.isPresent();
        if (!paths && !aggregators) {
            return attributes;
        }
        // Somebody of two octets aggregated after the numbers were put aside: both are out of date then.
        final boolean outdated = aggregators && aggregator.get().asn() != AsPath.AS_TRANS;
        final List<PathAttribute> result = new ArrayList<>(attributes.size());
        for (final PathAttribute attribute : attributes) {
            switch (attribute) {
                case AsPath old when paths && !outdated -> result.add(merged(old, truePath.get()));
                case Aggregator old when aggregators && !outdated ->
                    result.add(new Aggregator(trueAggregator.get().asn(), trueAggregator.get().address()));
                case As4Path dropped when paths -> {
                    // Its numbers are in AS_PATH now.
                }
                case As4Aggregator dropped when aggregators -> {
                    // Its number is in AGGREGATOR now.
                }
                default -> result.add(attribute);
            }
        }
        return result;
    }

    /** AS4_PATH, and in front of it what AS_PATH has more (RFC 6793 §4.2.3). */
    private static AsPath merged(final AsPath old, final As4Path truth) {
        int missing = hops(old.segments()) - hops(truth.segments());
        if (missing < 0) {
            return old;
        }
        final List<AsPathSegment> result = new ArrayList<>();
        for (final AsPathSegment segment : old.segments()) {
            if (segment.type().isConfederation()) {
                result.add(segment); // It leads, or stands next to one that was taken.
                continue;
            }
            if (missing == 0) {
                break;
            }
            final int whole = hops(List.of(segment));
            final int taken = Math.min(whole, missing);
            result.add(taken == whole ? segment
                : new AsPathSegment(segment.type(), segment.asns().subList(0, taken)));
            missing -= taken;
            if (taken < whole) {
                break;
            }
        }
        // RFC 6793 §6: a confederation has no business in AS4_PATH.
        final List<AsPathSegment> rest =
            truth.segments().stream().filter(segment -> !segment.type().isConfederation()).toList();
        if (rest.isEmpty()) {
            return new AsPath(result);
        }
        append(result, rest.getFirst());
        result.addAll(rest.subList(1, rest.size()));
        return new AsPath(result);
    }

    /** At the seam one sequence behind another is one sequence, as far as it has room. */
    private static void append(final List<AsPathSegment> result, final AsPathSegment segment) {
        if (!result.isEmpty() && segment.type() == AsPathSegment.Type.AS_SEQUENCE
            && result.getLast().type() == AsPathSegment.Type.AS_SEQUENCE
            && result.getLast().asns().size() + segment.asns().size() <= AsPathSegment.MAX_ASNS) {
            final List<Long> joined = new ArrayList<>(result.removeLast().asns());
            joined.addAll(segment.asns());
            result.add(new AsPathSegment(AsPathSegment.Type.AS_SEQUENCE, joined));
        } else {
            result.add(segment);
        }
    }

    /** Length as route selection counts it: a set is one hop, a confederation none (RFC 4271 §9.1.2.2, RFC 5065). */
    private static int hops(final List<AsPathSegment> segments) {
        return segments.stream().mapToInt(segment -> switch (segment.type()) {
            case AS_SET -> 1;
            case AS_SEQUENCE -> segment.asns().size();
            case AS_CONFED_SEQUENCE, AS_CONFED_SET -> 0;
        }).sum();
    }

    private static <A extends PathAttribute> Optional<A> first(
        final List<PathAttribute> attributes, final Class<A> kind) {
        return attributes.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
