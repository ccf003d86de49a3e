package dev.directrix.director.runtime;

import dev.directrix.director.control.TrafficReport;
import java.net.InetAddress;
import java.util.Map;

/**
 * The traffic of late.
 *
 * @param total of all VIPs
 * @param vips  of each VIP that had any
 */
record TrafficView(TrafficReport total, Map<InetAddress, TrafficReport> vips) {

    /** Nothing yet. */
    static final TrafficView NONE = new TrafficView(TrafficReport.NONE, Map.of());

    /** Freezes the map. */
    TrafficView {
        vips = Map.copyOf(vips);
    }

    /** The traffic of one VIP. */
    TrafficReport of(final InetAddress vip) {
        return vips.getOrDefault(vip, TrafficReport.NONE);
    }
}
