package dev.directrix.lab.modes;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Captures every frame on every link while traffic runs; afterwards it says which have wrong checksums. */
final class ChecksumWatch {
    /** Longer than tcpdump leaves frames in its buffer. */
    private static final Duration QUIET = Duration.ofMillis(1300);

    private final List<LinkCapture> links;

    /** A link by one of its ends, a node's interface. */
    private record Place(String node, String interfaceName) {
    }

    /**
     * Every link once, at an end that has no XDP program, so that frames are seen as they are on the link; and the
     * servers' own interfaces, where a decapsulator's work is seen.
     */
    private static final List<Place> PLACES = List.of(
        new Place("client", "eth1"), new Place("far", "eth1"), new Place("r1", "eth4"),
        new Place("front", "r1"), new Place("front", "d1"),
        new Place("back", "r1"), new Place("back", "d1"), new Place("back", "s1"), new Place("back", "s2"),
        new Place("s1", "eth1"), new Place("s2", "eth1"));

    /**
     * What was seen.
     *
     * @param frames on all links together
     * @param inner  how many of them carried a tunnel whose inside was verified too
     * @param wrong  a line for each of the first frames of a link with a wrong checksum
     */
    record Seen(long frames, long inner, List<String> wrong) {

        Seen {
            wrong = List.copyOf(wrong);
        }
    }

    private ChecksumWatch(List<LinkCapture> links) {
        this.links = links;
    }

    /** Begins to capture. */
    static ChecksumWatch start(ModesLab lab) {
        return new ChecksumWatch(PLACES.parallelStream()
            .map(place -> LinkCapture.start(lab.node(place.node()), place.interfaceName()))
            .toList());
    }

    /**
     * Ends the captures and verifies them.
     *
     * @throws LabException if one is not complete, or nothing passed between router and director
     */
    Seen stop() {
        Deadline.pause(QUIET);
        List<Result> results = links.parallelStream().map(link -> new Result(link.where(), link.finish())).toList();
        results.stream().filter(result -> result.where.startsWith("front:") && result.check.frames() == 0).findAny()
            .ifPresent(result -> {
                throw new LabException("tcpdump saw nothing at " + result.where);
            });
        return new Seen(results.stream().mapToLong(result -> result.check.frames()).sum(),
            results.stream().mapToLong(result -> result.check.inner()).sum(),
            results.stream().flatMap(Result::wrong).toList());
    }

    /** The verdict on one link. */
    private record Result(String where, ChecksumCheck check) {

        Stream<String> wrong() {
            return check.wrong().stream().map(line -> where + ": " + line);
        }
    }
}
