package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * ECMP weights of a director.
 *
 * @param weight           the director's: of VIPs for which neither the file nor a command names another
 * @param configuredWeight in the file
 * @param vips             each VIP's, in the order of the file
 * @param unkept           why what was commanded will not survive a restart; empty: it will
 */
public record WeightReport(int weight, int configuredWeight, List<VipWeight> vips, Optional<String> unkept) {

    /** Freezes the list. */
    public WeightReport {
        vips = List.copyOf(vips);
    }

    /**
     * One VIP's weight.
     *
     * @param address    the VIP
     * @param weight     in force
     * @param configured what the file says, for the VIP or else for the director
     * @param origin     where the one in force comes from
     * @param state      how it stands towards the routers
     * @param ramp       the way that it is on; empty: it stays
     * @param auto       what the load makes of it, in force or not; empty: it is not looked at
     */
    public record VipWeight(
        InetAddress address, int weight, int configured, WeightOrigin origin, VipState state,
        Optional<RampReport> ramp, Optional<AutoReport> auto) {

        /** Whether it was commanded for this VIP alone. */
        public boolean overridden() {
            return origin == WeightOrigin.VIP_COMMAND;
        }
    }
}
