package dev.directrix.bgp;

import java.time.Instant;

/**
 * Why a session was not up. It stays to be read when the session is up again.
 *
 * @param at    when it was noticed last
 * @param cause what was wrong and what to do, in one line
 */
public record SessionFailure(Instant at, String cause) {
}
