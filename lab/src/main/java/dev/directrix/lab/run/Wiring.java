package dev.directrix.lab.run;

import dev.directrix.lab.topology.Endpoint;
import dev.directrix.lab.topology.LinkSpec;
import dev.directrix.lab.topology.NodeRole;
import dev.directrix.lab.topology.NodeSpec;
import dev.directrix.lab.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the links of a lab: veth pairs whose ends are born inside the nodes' namespaces. */
final class Wiring {
    private final Topology topology;

    Wiring(Topology topology) {
        this.topology = topology;
    }

    /** Kernel settings of a node: what the file asks for, over what the node's role needs. */
    static Map<String, String> sysctls(NodeSpec node) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("net.ipv4.conf.all.rp_filter", "0");
        settings.put("net.ipv4.conf.default.rp_filter", "0");
        settings.put("net.ipv6.conf.default.accept_dad", "0");
        settings.put("net.ipv6.conf.all.disable_ipv6", "0");
        if (node.role() == NodeRole.FRR) {
            settings.put("net.ipv4.ip_forward", "1");
            settings.put("net.ipv6.conf.all.forwarding", "1");
            settings.put("net.ipv4.fib_multipath_hash_policy", "1");
            settings.put("net.ipv6.fib_multipath_hash_policy", "1");
        }
        settings.putAll(node.sysctls());
        return settings;
    }

    void connect(Map<String, LabNode> nodes) {
        for (NodeSpec spec : topology.nodes()) {
            LabNode node = nodes.get(spec.name());
            List<String> set = new ArrayList<>(List.of("sysctl", "-qw"));
            sysctls(spec).forEach((key, value) -> set.add(key + "=" + value));
            require(node, node.exec(HostShell.SHORT, set));
            if (spec.role() == NodeRole.BRIDGE) {
                require(node, node.exec("ip", "link", "add", spec.name(), "type", "bridge", "mcast_snooping", "0"));
                require(node, node.exec("ip", "link", "set", spec.name(), "up"));
            }
        }
        for (LinkSpec link : topology.links()) {
            pair(link, nodes.get(link.a().node()), nodes.get(link.b().node()));
            finish(link.a(), nodes.get(link.a().node()));
            finish(link.b(), nodes.get(link.b().node()));
        }
    }

    private static void pair(LinkSpec link, LabNode a, LabNode b) {
        List<String> add = new ArrayList<>(List.of("ip", "link", "add", "netns", a.namespace()));
        end(add, link, link.a());
        add.addAll(List.of("type", "veth", "peer"));
        end(add, link, link.b());
        add.addAll(List.of("netns", b.namespace()));
        CommandResult result = HostShell.run(HostShell.SHORT, add);
        if (!result.succeeded()) {
            throw new LabException("link " + link + " cannot be made: " + result.output().strip());
        }
    }

    private static void end(List<String> command, LinkSpec link, Endpoint end) {
        command.addAll(List.of("name", end.interfaceName()));
        end.mac().ifPresent(mac -> command.addAll(List.of("address", mac)));
        link.mtu().ifPresent(mtu -> command.addAll(List.of("mtu", Integer.toString(mtu))));
    }

    /** Switches off what a veth pretends to do in hardware: a frame that AF_XDP takes must carry its checksum. */
    private void finish(Endpoint end, LabNode node) {
        require(node, node.exec("ethtool", "-K", end.interfaceName(), "tx", "off"));
        for (String address : end.addresses()) {
            require(node, node.exec("ip", "address", "add", address, "dev", end.interfaceName()));
        }
        if (topology.node(end.node()).orElseThrow().role() == NodeRole.BRIDGE) {
            require(node, node.exec("ip", "link", "set", end.interfaceName(), "master", end.node()));
        }
        require(node, node.exec("ip", "link", "set", end.interfaceName(), "up"));
    }

    private static void require(LabNode node, CommandResult result) {
        if (!result.succeeded()) {
            throw new LabException("node " + node.name() + ": " + result);
        }
    }
}
