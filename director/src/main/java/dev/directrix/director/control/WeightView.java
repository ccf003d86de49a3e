package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What directors tell each other about their shares.
 *
 * @param director  name of the node
 * @param vips      in the order of its file
 * @param addresses next hops that it announces: by them others know its paths
 * @param site      where it is; empty: it knows no sites
 */
public record WeightView(String director, List<VipView> vips, List<InetAddress> addresses, Optional<String> site) {

    /** Freezes the list. */
    public WeightView {
        vips = List.copyOf(vips);
        addresses = List.copyOf(addresses);
    }

    /**
     * One VIP.
     *
     * @param address          the VIP
     * @param weight           in force
     * @param state            how it stands towards the routers
     * @param packets          forwarded since the director started
     * @param packetsPerSecond of late
     * @param paths            what was said to whom
     */
    public record VipView(
        InetAddress address, int weight, VipState state, long packets, double packetsPerSecond,
        List<AnnouncedPath> paths) {

        /** Freezes the list. */
        public VipView {
            paths = List.copyOf(paths);
        }
    }
}
