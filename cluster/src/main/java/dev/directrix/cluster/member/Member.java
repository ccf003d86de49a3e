package dev.directrix.cluster.member;

import java.util.Objects;

/**
 * A member as the record lists it. Immutable.
 *
 * @param id       its name and incarnation
 * @param endpoint where it hears the others: {@code ADDRESS:PORT}
 */
public record Member(MemberId id, String endpoint) {
    /** Checks the fields. */
    public Member {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(endpoint, "endpoint");
    }

    /** The node's name. */
    public String name() {
        return id.name();
    }
}
