package dev.directrix.lab.check;

import dev.directrix.lab.topology.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One expectation.
 *
 * @param node     where {@code run} is executed by a shell; empty: on the host
 * @param exitCode what the command must end with
 * @param expect   each must be found in what it prints
 * @param reject   none may be found in what it prints
 * @param within   how long it is tried again until it holds; zero: once
 */
public record Check(
    String name, Optional<String> node, String run, int exitCode, List<Pattern> expect, List<Pattern> reject,
    Duration within, Position at) {

    public Check {
        expect = List.copyOf(expect);
        reject = List.copyOf(reject);
    }
}
