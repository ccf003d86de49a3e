package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.attribute.AttributeFlags;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An UPDATE as the events tell it: routes by family and next hop, attributes in ascending order of type.
 *
 * @param announced  announced routes, those of the NLRI field first
 * @param withdrawn  withdrawn routes, those of the message's own field first
 * @param attributes attributes, but neither MP_REACH_NLRI nor MP_UNREACH_NLRI
 * @param error      what RFC 7606 made of its mistakes
 */
record UpdateView(
    List<Announced> announced, List<Withdrawn> withdrawn, List<PathAttribute> attributes, Optional<String> error) {

    /**
     * Routes that share their next hops.
     *
     * @param nextHops  each is told for every route
     * @param inMpReach whether they stand in MP_REACH_NLRI
     */
    record Announced(Family family, List<String> nextHops, List<Nlri> nlri, boolean inMpReach) {
    }

    /**
     * Withdrawn routes of one family.
     *
     * @param inMpUnreach whether they stand in MP_UNREACH_NLRI
     */
    record Withdrawn(Family family, List<Nlri> nlri, boolean inMpUnreach) {
    }

    private static final String NO_NEXT_HOP = "no-nexthop";

    static UpdateView of(final Update update, final FormatVersion version) {
        final List<Announced> announced = announced(update, version);
        final List<Withdrawn> withdrawn = withdrawn(update);
        // An attribute that nobody knows leaves the routes readable; ExaBGP shows both.
        final boolean readable =
            update.problems().stream().allMatch(problem -> problem.kind() == Problem.Kind.UNRECOGNIZED);
        if (readable) {
            return new UpdateView(announced, withdrawn, attributes(update), Optional.empty());
        }
        if (!update.treatAsWithdraw()) {
            return new UpdateView(announced, withdrawn, attributes(update), Optional.of("discard"));
        }
        final List<Withdrawn> all = new ArrayList<>(withdrawn);
        if (!update.nlri().isEmpty()) {
            all.add(new Withdrawn(Family.IPV4_UNICAST, update.nlri(), false));
        }
        update.attribute(MpReach.class).filter(reach -> !reach.nlri().isEmpty())
            .ifPresent(reach -> all.add(new Withdrawn(reach.family(), reach.nlri(), true)));
        return new UpdateView(List.of(), all, List.of(),
            Optional.of("treat-as-withdraw due to " + AttributeName.of(update.problems().get(0).type())));
    }

    private static List<Announced> announced(final Update update, final FormatVersion version) {
        final List<Announced> announced = new ArrayList<>(2);
        if (!update.nlri().isEmpty()) {
            announced.add(new Announced(Family.IPV4_UNICAST,
                List.of(update.attribute(NextHop.class).map(hop -> AddressText.of(hop.address())).orElse(NO_NEXT_HOP)),
                update.nlri(), false));
        }
        update.attribute(MpReach.class).filter(reach -> !reach.nlri().isEmpty()).ifPresent(reach -> {
            // With a global and a link-local next hop ExaBGP told the routes once for each, until it did no more.
            announced.add(new Announced(reach.family(),
                reach.nextHops().stream().limit(version.atLeast(FormatVersion.V6_0_0) ? 1 : 2).map(AddressText::of)
                    .toList(), reach.nlri(), true));
        });
        return announced;
    }

    private static List<Withdrawn> withdrawn(final Update update) {
        final List<Withdrawn> withdrawn = new ArrayList<>(2);
        if (!update.withdrawn().isEmpty()) {
            withdrawn.add(new Withdrawn(Family.IPV4_UNICAST, update.withdrawn(), false));
        }
        update.attribute(MpUnreach.class).filter(unreach -> !unreach.nlri().isEmpty())
            .ifPresent(unreach -> withdrawn.add(new Withdrawn(unreach.family(), unreach.nlri(), true)));
        return withdrawn;
    }

    private static List<PathAttribute> attributes(final Update update) {
        final List<PathAttribute> shown = new ArrayList<>(update.attributes());
        shown.removeIf(attribute -> switch (attribute) {
            case MpReach ignored -> true;
            case MpUnreach ignored -> true;
            // RFC 4271 §5: of what nobody knows only the transitive counts.
            case RawAttribute raw -> (raw.flags() & AttributeFlags.TRANSITIVE) == 0;
            default -> false;
        });
        shown.sort(Comparator.comparingInt(PathAttribute::type));
        return shown;
    }
}
