package dev.directrix.director.plan;

import dev.directrix.ecmp.receiver.AnnouncedWeight;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.ecmp.wcmp.WeightPerPath;
import java.util.Optional;

/**
 * How many paths a director of some weight announces, by add-path or over several sessions, where routers count paths.
 * All directors of a plan do it alike. Immutable.
 *
 * @param unit the weight that one path stands for; empty: each director has one path
 * @param most the most paths of a director, 1 or more
 */
public record PathCopies(Optional<WeightPerPath> unit, int most) {

    /** Each director has one path. */
    public static final PathCopies NONE = new PathCopies(Optional.empty(), 1);

    /** Checks the number. */
    public PathCopies {
        if (most < 1) {
            throw new IllegalArgumentException(most + " paths of a director");
        }
    }

    /** Up to so many paths, each of which stands for a weight. */
    public static PathCopies of(final int weightPerPath, final int most) {
        return new PathCopies(Optional.of(new WeightPerPath(weightPerPath)), most);
    }

    /** A director's path as it is announced: its copies share the link bandwidth. */
    Path of(final Path path, final int weight) {
        final int paths = Math.min(most, unit.map(it -> it.paths(weight)).orElse(1));
        final AnnouncedWeight whole = path.weight();
        return path.withCopies(paths).withWeight(new AnnouncedWeight(whole.transitive().map(it -> it / paths),
            whole.nonTransitive().map(it -> it / paths), whole.community()));
    }
}
