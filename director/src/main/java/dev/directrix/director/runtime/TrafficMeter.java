package dev.directrix.director.runtime;

import dev.directrix.director.control.TrafficReport;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Sums the datapath's counters by VIP and keeps their rates. One thread. */
final class TrafficMeter {

    private final RateMeter total = new RateMeter();
    private final Map<InetAddress, RateMeter> vips = new HashMap<>();

    /** The traffic after one more reading of the counters. */
    TrafficView on(final DatapathCounters counters, final long nowMs) {
        long packets = 0;
        long bytes = 0;
        final Map<InetAddress, Traffic> sums = new HashMap<>();
        for (final var service : counters.services().entrySet()) {
            final Traffic traffic = service.getValue().requests();
            sums.merge(service.getKey().vip(), traffic, Traffic::plus);
            packets += traffic.packets();
            bytes += traffic.bytes();
        }
        final Map<InetAddress, TrafficReport> reports = new HashMap<>();
        sums.forEach((vip, traffic) -> reports.put(
            vip, vips.computeIfAbsent(vip, v -> new RateMeter()).on(traffic, nowMs)));
        vips.keySet().retainAll(sums.keySet());
        return new TrafficView(total.on(new Traffic(packets, bytes), nowMs), reports);
    }
}
