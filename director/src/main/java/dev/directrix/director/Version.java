package dev.directrix.director;

import java.util.Optional;

/** Which build this is. */
public final class Version {

    private Version() {
    }

    /** The version that the jar's manifest names; {@code development} when run from classes. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
