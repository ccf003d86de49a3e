package dev.directrix.director.reconcile;

import dev.directrix.director.control.VipState;
import dev.directrix.ecmp.Announcement;
import java.net.InetAddress;
import java.util.Optional;

/**
 * How a VIP shall stand towards the routers, and why.
 *
 * @param vip          its address
 * @param state        announced, draining, drained or withdrawn
 * @param reason       why it is not plainly announced
 * @param weight       its ECMP weight
 * @param announcement what to tell the routers; empty: nothing
 */
public record VipDecision(
    InetAddress vip, VipState state, Optional<String> reason, int weight, Optional<Announcement> announcement) {
}
