package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.forwarder.service.Addresses;
import java.net.InetAddress;

/** A {@link TraceFilter} as numbers, so that packets that do not match cost little. Immutable. */
final class Selection {

    private static final int ANY = -1;

    private final TraceFilter filter;
    private final int protocol;
    private final int port;
    private final boolean anyVip;
    private final long vipHigh;
    private final long vipLow;
    private final boolean anyClient;
    private final long clientHigh;
    private final long clientLow;
    private final long maskHigh;
    private final long maskLow;

    Selection(final TraceFilter filter) {
        this.filter = filter;
        protocol = filter.protocol().orElse(ANY);
        port = filter.port().orElse(ANY);
        anyVip = filter.vip().isEmpty();
        vipHigh = filter.vip().map(Addresses::high).orElse(0L);
        vipLow = filter.vip().map(Addresses::low).orElse(0L);
        anyClient = filter.client().isEmpty();
        final int bits = filter.client().map(AddressRange::mappedBits).orElse(0);
        maskHigh = mask(Math.min(bits, Long.SIZE));
        maskLow = mask(Math.max(bits - Long.SIZE, 0));
        clientHigh = filter.client().map(range -> Addresses.high(range.address())).orElse(0L) & maskHigh;
        clientLow = filter.client().map(range -> Addresses.low(range.address())).orElse(0L) & maskLow;
    }

    /** Whether the packet has the addresses, the protocol and the port; for the packet as it came or as it leaves. */
    boolean matches(final Headers headers) {
        return (protocol == ANY || protocol == headers.protocol())
            && (port == ANY || port == headers.sourcePort() || port == headers.destinationPort())
            && (anyVip || isVip(headers.sourceHigh(), headers.sourceLow())
                || isVip(headers.destinationHigh(), headers.destinationLow()))
            && (anyClient || isClient(headers.sourceHigh(), headers.sourceLow())
                || isClient(headers.destinationHigh(), headers.destinationLow()));
    }

    /** Whether that becomes of it which the filter asks for. */
    boolean matches(final int verdict) {
        return filter.fate().map(fate -> fate == fateOf(verdict)).orElse(true)
            && filter.reason().map(reason -> Verdict.isDrop(verdict) && Verdict.reason(verdict) == reason)
                .orElse(true);
    }

    /** Whether a server is asked for. */
    boolean wantsServer() {
        return filter.server().isPresent();
    }

    /** Whether this is the server that is asked for. */
    boolean isServer(final InetAddress address) {
        return filter.server().filter(address::equals).isPresent();
    }

    private static TraceFilter.Fate fateOf(final int verdict) {
        if (Verdict.isTx(verdict)) {
            return TraceFilter.Fate.SENT;
        }
        if (verdict == Verdict.HELD) {
            return TraceFilter.Fate.HELD;
        }
        return Verdict.isDrop(verdict) ? TraceFilter.Fate.DROPPED : TraceFilter.Fate.PASSED;
    }

    private boolean isVip(final long high, final long low) {
        return high == vipHigh && low == vipLow;
    }

    private boolean isClient(final long high, final long low) {
        return (high & maskHigh) == clientHigh && (low & maskLow) == clientLow;
    }

    private static long mask(final int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }
}
