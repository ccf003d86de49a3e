package dev.directrix.codec;

import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CiscoRouteRefresh;
import dev.directrix.bgp.capability.EnhancedRouteRefresh;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.GracefulRestart;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.LinkLocalNextHop;
import dev.directrix.bgp.capability.LongLivedGracefulRestart;
import dev.directrix.bgp.capability.MultiSession;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.Operational;
import dev.directrix.bgp.capability.PathsLimit;
import dev.directrix.bgp.capability.RawCapability;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.capability.SoftwareVersion;

/** Makes capabilities of every kind. Not thread-safe. */
final class CapabilityGenerator {

    /** A code that nobody has taken (private use). */
    private static final int UNKNOWN_CODE = 200;

    private final Dice dice;

    CapabilityGenerator(final Dice dice) {
        this.dice = dice;
    }

    Capability next() {
        return switch (dice.between(1, 19)) {
            case 1 -> new Multiprotocol(dice.family());
            case 2 -> new RouteRefresh();
            case 3 -> new ExtendedMessage();
            case 4 -> new FourOctetAsn(dice.asn());
            case 5 -> new AddPath(dice.few(1, 60, () -> new AddPath.Entry(dice.family(), dice.between(1, 3))));
            case 6 -> new ExtendedNextHop(dice.few(1, 40,
                () -> new ExtendedNextHop.Entry(dice.family(), ExtendedNextHop.AFI_IPV6)));
            case 7 -> new GracefulRestart(
                dice.oneOf(0, GracefulRestart.RESTARTED, GracefulRestart.NOTIFICATION), dice.between(0, 4095),
                dice.few(0, 60, () -> new GracefulRestart.Entry(dice.family(), dice.oneOf(0, 0x80))));
            case 8 -> new LongLivedGracefulRestart(dice.few(1, 30, () -> new LongLivedGracefulRestart.Entry(
                dice.family(), dice.oneOf(0, 0x80), (int) dice.bits(24))));
            case 9 -> new EnhancedRouteRefresh();
            case 10 -> Role.of(dice.oneOf(Role.Kind.values()));
            case 11 -> Hostname.of(dice.word(1, 64), dice.word(0, 64));
            case 12 -> SoftwareVersion.of(dice.word(1, 64));
            case 13 -> new LinkLocalNextHop();
            case 14 -> new PathsLimit(dice.few(1, 50,
                () -> new PathsLimit.Entry(dice.family(), (int) dice.bits(16))));
            case 15 -> new MultiSession(MultiSession.CODE, 0, dice.few(0, 10, () -> dice.between(1, 77)));
            case 16 -> new MultiSession(MultiSession.CISCO_CODE, 0, dice.few(0, 10, () -> dice.between(1, 77)));
            case 17 -> new CiscoRouteRefresh();
            case 18 -> new Operational();
            default -> new RawCapability(UNKNOWN_CODE, dice.octets(dice.between(0, 40)));
        };
    }
}
