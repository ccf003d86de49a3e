package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.forwarder.xdp.NatServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** From where and to where the answers of a table's translated flows come: what the XDP program shall take. */
final class TranslatedEnds {
    private TranslatedEnds() {
    }

    /** Local addresses of FULLNAT, with all ports that any pool uses of each. */
    static Map<InetAddress, PortRange> locals(final ForwardingTable table) {
        final Map<InetAddress, PortRange> result = new HashMap<>();
        for (final VirtualService service : table.services()) {
            if (service.pool().forwarding().mode() == ForwardingMode.FULLNAT) {
                final NatSettings nat = service.pool().forwarding().nat();
                nat.localAddresses().forEach(address -> result.merge(address, nat.ports(), TranslatedEnds::both));
            }
        }
        return result;
    }

    /** Endpoints of NAT servers, and their addresses alone for later fragments. */
    static Set<NatServer> servers(final ForwardingTable table) {
        final Set<NatServer> result = new HashSet<>();
        for (final VirtualService service : table.services()) {
            if (service.pool().forwarding().mode() != ForwardingMode.NAT) {
                continue;
            }
            for (final RealServer server : service.pool().servers()) {
                result.add(new NatServer(server.address(), NatServer.ANY, NatServer.ANY));
                final int mapped = server.settings().port();
                final int port = mapped != ServerSettings.SAME_PORT ? mapped
                        : service.ports().isSingle() ? service.ports().first() : NatServer.ANY;
                result.add(new NatServer(server.address(), port, service.protocol().number()));
            }
        }
        return result;
    }

    private static PortRange both(final PortRange one, final PortRange other) {
        return new PortRange(Math.min(one.first(), other.first()), Math.max(one.last(), other.last()));
    }
}
