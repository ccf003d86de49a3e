package dev.directrix.director.config;

import dev.directrix.bgp.rib.RouteBuilder;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.LargeCommunity;
import dev.directrix.ecmp.RoutePolicy;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the keys that add something to routes; a VIP and a neighbour have the same ones. */
final class PolicySection {

    private static final long MAX_VALUE = 0xffff_ffffL;

    private final Set<Long> ourAsns;

    /**
     * For a file.
     *
     * @param ourAsns AS numbers of ours: large communities that begin with one of them and 1 tell the weight
     */
    PolicySection(final Set<Long> ourAsns) {
        this.ourAsns = Set.copyOf(ourAsns);
    }

    RoutePolicy read(final Section section) {
        return new RoutePolicy(
            set(section, "communities", "community", PolicySection::community),
            set(section, "large-communities", "large community", this::largeCommunity),
            number(section, "med"),
            section.get("prepend").flatMap(it -> it.integer(0, RoutePolicy.MAX_PREPEND))
                .map(OptionalInt::of).orElse(OptionalInt.empty()),
            number(section, "local-pref"),
            section.get("as-override").flatMap(it -> it.parsed(AsnText::parse))
                .map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static OptionalLong number(final Section section, final String key) {
        return section.get(key).flatMap(it -> it.number(0, MAX_VALUE))
            .map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static <T extends Comparable<T>> SortedSet<T> set(
        final Section section, final String key, final String what, final Function<String, T> parser) {
        final SortedSet<T> values = new TreeSet<>();
        for (final Value item : section.items(key)) {
            final Optional<T> value = item.parsed(parser);
            if (value.isPresent() && !values.add(value.get())) {
                item.error(what + " " + value.get() + " is listed twice; remove one of the two");
            }
        }
        return values;
    }

    private LargeCommunity largeCommunity(final String text) {
        final LargeCommunity community = LargeCommunity.parse(text);
        if (ourAsns.contains(community.global()) && community.local1() == RouteBuilder.WEIGHT_FUNCTION) {
            throw new IllegalArgumentException(text + " would be read as a weight: " + community.global() + ":"
                + RouteBuilder.WEIGHT_FUNCTION + ":WEIGHT is on every route already; use another second number");
        }
        return community;
    }

    private static Community community(final String text) {
        final Community community = Community.parse(text);
        if (community.equals(Community.GRACEFUL_SHUTDOWN)) {
            throw new IllegalArgumentException(
                "65535:0 is GRACEFUL_SHUTDOWN and would drain the VIP for ever; use 'directrix drain' instead");
        }
        return community;
    }
}
