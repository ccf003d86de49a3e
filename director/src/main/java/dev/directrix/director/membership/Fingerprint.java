package dev.directrix.director.membership;

import dev.directrix.director.config.DirectorConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Digests of what must be equal on all directors of a cluster. Pure functions. */
final class Fingerprint {
    private static final int DIGITS = 16;

    private Fingerprint() {
    }

    /** Of VIPs, their services, and how packets get to the pools; servers are agreed on one by one. */
    static String ofServices(final DirectorConfig config) {
        final String vips = config.vips().stream()
            .map(vip -> vip.address().getHostAddress() + vip.services()).sorted().collect(Collectors.joining("\n"));
        final String pools = config.pools().values().stream()
            .map(pool -> pool.name() + pool.forwarding() + pool.scheduling()).sorted()
            .collect(Collectors.joining("\n"));
        return of(vips + "\n\n" + pools);
    }

    /**
     * Of the attributes with which VIPs are announced, but for weights: those are each director's own. Where there are
     * sites, of what is said of all of them.
     */
    static String ofAnnouncements(final DirectorConfig config) {
        if (config.sites().site().isPresent()) {
            return of(config.sites().sites() + "\n" + config.vips().stream().map(vip -> vip.address().getHostAddress()
                + config.sites().vips().get(vip.address())).sorted().collect(Collectors.joining("\n")));
        }
        return of(config.vips().stream()
            .map(vip -> vip.address().getHostAddress() + vip.policy()).sorted().collect(Collectors.joining("\n")));
    }

    private static String of(final String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
