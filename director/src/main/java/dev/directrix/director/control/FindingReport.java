package dev.directrix.director.control;

import dev.directrix.director.config.AddressText;
import dev.directrix.ecmp.guard.Finding.Severity;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * Something that flattens or breaks the ECMP set of a VIP at a router, as long as it is so.
 *
 * @param vip       the VIP
 * @param router    BGP identifier of the router
 * @param kind      what it is, in one word with dashes
 * @param severity  how bad it is
 * @param source    who says so
 * @param directors those that are the cause
 * @param text      who, what, what follows, and what to do
 * @param since     when it was seen first
 */
public record FindingReport(
    InetAddress vip, String router, String kind, Severity severity, Source source, List<String> directors,
    String text, Instant since) {

    /** Who says so. */
    public enum Source {
        /** The directors themselves, of what they announce. */
        ANNOUNCED,
        /** The router, on the session that it is announced to. */
        REFLECTED,
        /** The router, on a session with all its paths. */
        MONITORED,
        /** The router, by BMP. */
        BMP
    }

    /** Freezes the list. */
    public FindingReport {
        directors = List.copyOf(directors);
    }

    /** All of it in one line. */
    public String line() {
        return AddressText.format(vip) + " at " + router + ": " + text;
    }
}
