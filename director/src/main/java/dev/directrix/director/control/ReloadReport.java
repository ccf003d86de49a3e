package dev.directrix.director.control;

import java.util.List;

/**
 * What a reload did.
 *
 * @param changes  one line each, as {@code pool web: server s3 added}; empty: the file says what was already so
 * @param warnings of the new file, one line each
 */
public record ReloadReport(List<String> changes, List<String> warnings) {

    /** Freezes the lists. */
    public ReloadReport {
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
    }
}
