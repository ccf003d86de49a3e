package dev.directrix.director.guard;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.FindingReport.Source;
import dev.directrix.ecmp.guard.Finding;
import java.net.InetAddress;

/**
 * A finding at one look.
 *
 * @param vip     whose set it is
 * @param router  BGP identifier of the router
 * @param source  who says so
 * @param finding what it is
 */
public record Seen(InetAddress vip, String router, Source source, Finding finding) {

    /** All of it in one line. */
    public String line() {
        return AddressText.format(vip) + " at " + router + ": " + finding.text();
    }
}
