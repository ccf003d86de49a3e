package dev.directrix.cluster.link.aeron;

import dev.directrix.cluster.link.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a member uses Aeron. Immutable.
 *
 * @param listen    where this member takes datagrams; all members use the same address family
 * @param directory under which the driver keeps its files while it runs, 12 MB with its first peers, 1 MB for each more
 * @param multicast the group, if datagrams go to a group instead of to each peer
 */
public record AeronSettings(Endpoint listen, Path directory, Optional<MulticastSettings> multicast) {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** Checks the fields. */
    public AeronSettings {
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(multicast, "multicast");
    }

    /** Unicast to each peer, the driver's files in shared memory if there is some, else where temporary files are. */
    public static AeronSettings unicast(final Endpoint listen) {
        final Path directory =
                Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return new AeronSettings(listen, directory, Optional.empty());
    }

    /** The same with the driver's files elsewhere. */
    public AeronSettings in(final Path place) {
        return new AeronSettings(listen, place, multicast);
    }

    /** The same by a multicast group. */
    public AeronSettings by(final MulticastSettings group) {
        return new AeronSettings(listen, directory, Optional.of(group));
    }
}
