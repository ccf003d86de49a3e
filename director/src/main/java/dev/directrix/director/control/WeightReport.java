package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.List;

/**
 * ECMP weights of a director.
 *
 * @param weight           in force for every VIP without one of its own
 * @param configuredWeight in the file
 * @param vips             each VIP's, in the order of the file
 */
public record WeightReport(int weight, int configuredWeight, List<VipWeight> vips) {

    /** Freezes the list. */
    public WeightReport {
        vips = List.copyOf(vips);
    }

    /**
     * One VIP's weight.
     *
     * @param address    the VIP
     * @param weight     in force
     * @param overridden whether it has one of its own
     * @param state      how it stands towards the routers
     */
    public record VipWeight(InetAddress address, int weight, boolean overridden, VipState state) {
    }
}
