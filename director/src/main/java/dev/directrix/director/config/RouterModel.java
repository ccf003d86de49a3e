package dev.directrix.director.config;

import dev.directrix.ecmp.receiver.BirdReceiver;
import dev.directrix.ecmp.receiver.FrrReceiver;
import dev.directrix.ecmp.receiver.FrrReceiver.MissingBandwidth;
import dev.directrix.ecmp.receiver.FrrRelease;
import dev.directrix.ecmp.receiver.LinuxNexthopGroup;
import dev.directrix.ecmp.receiver.LinuxNexthopGroup.Form;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Receiver;
import dev.directrix.ecmp.receiver.ReplicatingAsic;
import java.util.Map;

/**
 * Which routers the directors have, by the name that engineers give them, to model what they make of weights.
 * Immutable.
 *
 * @param kind         {@code frr-RELEASE}, {@code bird}, {@code linux}, {@code asic-ENTRIES} and others
 * @param maximumPaths the most next hops that they are configured for
 */
public record RouterModel(String kind, int maximumPaths) {

    /** The most paths of routers that nothing is said of. */
    public static final int DEFAULT_MAXIMUM_PATHS = 64;

    private static final String FRR = "frr-";
    private static final String WIDE = "-16-bit";
    private static final String ASIC = "asic-";
    private static final String COPIES = "-copies";

    /** A major release alone means its last one: they do not differ in what they do with weights. */
    private static final Map<String, String> MAJOR = Map.of("8", "8.5.7", "9", "9.1.3");

    private static final String KNOWN = "frr-RELEASE (as frr-8 or frr-10.3.1; -16-bit behind it from 10.5 on), bird, "
        + "linux, linux-group, linux-group-16-bit, and asic-ENTRIES (-copies behind frr-RELEASE or asic-ENTRIES: it "
        + "reads no link bandwidth, and counts paths)";

    /** Refuses what there is no model of; the message says which there are. */
    public RouterModel {
        of(kind, maximumPaths, 1);
    }

    /**
     * The model.
     *
     * @param largestWeight of those that are announced: BIRD's filter is written for it
     */
    public Receiver receiver(final int largestWeight) {
        return of(kind, maximumPaths, largestWeight);
    }

    private static Receiver of(final String kind, final int maximumPaths, final int largestWeight) {
        final MultipathRules rules = MultipathRules.upTo(maximumPaths);
        return switch (kind) {
            case "bird" -> new BirdReceiver(rules, largestWeight);
            case "linux" -> new LinuxNexthopGroup(rules, Form.ROUTE);
            case "linux-group" -> new LinuxNexthopGroup(rules, Form.GROUP_8_BIT);
            case "linux-group-16-bit" -> new LinuxNexthopGroup(rules, Form.GROUP_16_BIT);
            case final String text when text.startsWith(FRR) -> frr(text.substring(FRR.length()), rules);
            case final String text when text.matches(ASIC + "[1-9]\\d{0,5}(" + COPIES + ")?") ->
                asic(text.substring(ASIC.length()), rules);
            default -> throw new IllegalArgumentException(
                "there is no model of a router '" + kind + "'; there are " + KNOWN);
        };
    }

    private static Receiver frr(final String text, final MultipathRules rules) {
        final boolean copies = text.endsWith(COPIES);
        final String kind = copies ? text.substring(0, text.length() - COPIES.length()) : text;
        final boolean wide = kind.endsWith(WIDE);
        final String release = wide ? kind.substring(0, kind.length() - WIDE.length()) : kind;
        return new FrrReceiver(FrrRelease.parse(MAJOR.getOrDefault(release, release)), rules,
            copies ? MissingBandwidth.IGNORE : MissingBandwidth.EQUAL, wide);
    }

    private static Receiver asic(final String text, final MultipathRules rules) {
        final boolean copies = text.endsWith(COPIES);
        return new ReplicatingAsic(rules,
            Integer.parseInt(copies ? text.substring(0, text.length() - COPIES.length()) : text), !copies);
    }
}
