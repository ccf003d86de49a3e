package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsnTransition;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.attribute.Treatment;
import dev.directrix.bgp.attribute.UpdateError;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.bgp.wire.TruncatedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the body of UPDATE and decides, by the policy, what its mistakes lead to. Stateless. */
final class UpdateDecoder {

    private final AttributeRegistry registry;
    private final ErrorPolicy policy;

    UpdateDecoder(final AttributeRegistry registry, final ErrorPolicy policy) {
        this.registry = registry;
        this.policy = policy;
    }

    Update decode(final ByteReader in, final CodecContext context) {
        final ByteReader withdrawnField = field(in, "withdrawn routes");
        final ByteReader attributesField = field(in, "path attributes");
        final List<Nlri> withdrawn = routes(withdrawnField, context);
        final List<Nlri> nlri = routes(in, context);
        final AttributeRegistry.Decoded decoded = registry.decode(attributesField, context);
        final List<Problem> problems = new ArrayList<>(decoded.problems());
        final boolean reachable = !nlri.isEmpty() || contains(decoded.attributes(), MpReach.TYPE);
        if (reachable && problems.isEmpty()) {
            missing(decoded.attributes(), !nlri.isEmpty()).ifPresent(problems::add);
        }
        boolean treatAsWithdraw = false;
        final SortedSet<Family> disabled = new TreeSet<>();
        for (final Problem problem : problems) {
            final Treatment treatment = isIdleNextHop(problem, nlri, decoded)
                ? Treatment.ATTRIBUTE_DISCARD : policy.treat(problem);
            // RFC 7606 §5.2: without routes nothing says that they were not lost in the damage.
            if (treatment == Treatment.SESSION_RESET || (treatment == Treatment.TREAT_AS_WITHDRAW && !reachable)) {
                throw reset(problem);
            }
            treatAsWithdraw |= treatment == Treatment.TREAT_AS_WITHDRAW;
            if (treatment == Treatment.AFI_SAFI_DISABLE) {
                disabled.add(problem.family().orElseThrow(() -> reset(problem)));
            }
        }
        final List<PathAttribute> attributes = context.fourOctetAsn()
            ? decoded.attributes() : AsnTransition.fromTwoOctets(decoded.attributes());
        return new Update(withdrawn, attributes, nlri, problems, treatAsWithdraw, disabled);
    }

    /** RFC 4760 §3: beside MP_REACH_NLRI alone NEXT_HOP says nothing, many send 0.0.0.0 there. */
    private static boolean isIdleNextHop(
        final Problem problem, final List<Nlri> nlri, final AttributeRegistry.Decoded decoded) {
        return problem.type() == NextHop.TYPE && problem.kind() == Problem.Kind.MALFORMED && nlri.isEmpty()
            && (contains(decoded.attributes(), MpReach.TYPE)
                || decoded.problems().stream().anyMatch(other -> other.type() == MpReach.TYPE));
    }

    /** RFC 7606 §3 a: lengths that do not fit the message leave nothing to trust. */
    private static ByteReader field(final ByteReader in, final String name) {
        try {
            return in.slice(in.u16());
        } catch (final TruncatedException e) {
            throw new ProtocolException(
                Notification.of(ErrorCode.UPDATE_MESSAGE, UpdateError.MALFORMED_ATTRIBUTE_LIST.subcode()),
                name + " are longer than the message: " + e.getMessage());
        }
    }

    /** RFC 7606 §3 j: routes that cannot be read cannot be withdrawn either. */
    private static List<Nlri> routes(final ByteReader in, final CodecContext context) {
        try {
            return Nlri.readAll(in, Family.IPV4_UNICAST, context);
        } catch (final TruncatedException | IllegalArgumentException e) {
            throw new ProtocolException(
                Notification.of(ErrorCode.UPDATE_MESSAGE, UpdateError.INVALID_NETWORK.subcode()), e.getMessage());
        }
    }

    /** RFC 4271 §5, RFC 4760 §3: what an announcement must have; LOCAL_PREF has a default that serves. */
    private static Optional<Problem> missing(final List<PathAttribute> attributes, final boolean inNlriField) {
        final int last = inNlriField ? NextHop.TYPE : AsPath.TYPE;
        for (int type = Origin.TYPE; type <= last; type++) {
            if (!contains(attributes, type)) {
                return Optional.of(new Problem(Problem.Kind.MISSING, type, UpdateError.MISSING_WELL_KNOWN,
                    "not there", Optional.empty(), Treatment.TREAT_AS_WITHDRAW, Octets.of((byte) type)));
            }
        }
        return Optional.empty();
    }

    private static boolean contains(final List<PathAttribute> attributes, final int type) {
        for (final PathAttribute attribute : attributes) {
            if (attribute.type() == type) {
                return true;
            }
        }
        return false;
    }

    private static ProtocolException reset(final Problem problem) {
        return new ProtocolException(Notification.of(problem), problem.toString());
    }
}
