package dev.directrix.bgp;

import java.time.Instant;

/**
 * A NOTIFICATION that was sent or received, as an engineer reads it.
 *
 * @param at      when
 * @param code    error code (RFC 4271 §4.5)
 * @param subcode error subcode
 * @param text    the registered names of both, and the peer's own words where it gave any (RFC 9003)
 */
public record NotificationReport(Instant at, int code, int subcode, String text) {
}
