package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * UPDATE (RFC 4271 §4.3).
 *
 * @param withdrawn       withdrawn IPv4 prefixes
 * @param attributes      path attributes, MP_REACH_NLRI and MP_UNREACH_NLRI among them
 * @param nlri            reachable IPv4 prefixes
 * @param problems        what was wrong with it, as far as it could be survived; empty in what we send
 * @param treatAsWithdraw its reachable prefixes count as withdrawn (RFC 7606)
 * @param disabled        families to ignore from here on (RFC 7606)
 */
public record Update(
    List<Nlri> withdrawn,
    List<PathAttribute> attributes,
    List<Nlri> nlri,
    List<Problem> problems,
    boolean treatAsWithdraw,
    SortedSet<Family> disabled) implements Message {

    /** Freezes the lists. */
    public Update {
        withdrawn = List.copyOf(withdrawn);
        attributes = List.copyOf(attributes);
        nlri = List.copyOf(nlri);
        problems = List.copyOf(problems);
    }

    /** A flawless UPDATE. */
    public Update(final List<Nlri> withdrawn, final List<PathAttribute> attributes, final List<Nlri> nlri) {
        this(withdrawn, attributes, nlri, List.of(), false, new TreeSet<>());
    }

    @Override
    public MessageType type() {
        return MessageType.UPDATE;
    }

    /** The first attribute of this kind. */
    public <A extends PathAttribute> Optional<A> attribute(final Class<A> kind) {
        return attributes.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The family whose first full set of routes ends with this message (RFC 4724 §2); empty for any other message. */
    public Optional<Family> endOfRib() {
        if (!withdrawn.isEmpty() || !nlri.isEmpty() || !problems.isEmpty()) {
            return Optional.empty();
        }
        if (attributes.isEmpty()) {
            return Optional.of(Family.IPV4_UNICAST);
        }
        return attributes.size() == 1 && attributes.get(0) instanceof MpUnreach unreach && unreach.nlri().isEmpty()
            ? Optional.of(unreach.family()) : Optional.empty();
    }

    /** Whether prefixes are announced, well or badly. */
    public boolean announces() {
        return !nlri.isEmpty() || attribute(MpReach.class).isPresent();
    }
}
