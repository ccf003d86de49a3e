package dev.directrix.director.control;

import java.util.Optional;

/**
 * Names a real server, as {@code s1} in every pool that has it or as {@code web/s1} in one pool.
 *
 * @param pool only in this pool; empty: in all
 * @param name the server's name
 */
public record ServerName(Optional<String> pool, String name) {

    /** Reads {@code NAME} or {@code POOL/NAME}. */
    public static ServerName parse(final String text) {
        final int slash = text.indexOf('/');
        return slash < 0
            ? new ServerName(Optional.empty(), text)
            : new ServerName(Optional.of(text.substring(0, slash)), text.substring(slash + 1));
    }

    /** Whether this names the server of that pool. */
    public boolean matches(final String itsPool, final String itsName) {
        return name.equals(itsName) && pool.map(itsPool::equals).orElse(true);
    }

    @Override
    public String toString() {
        return pool.map(it -> it + "/").orElse("") + name;
    }
}
