package dev.directrix.lab.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the links, in the brief form ({@code endpoints: ["a:eth1", "b:eth1"]}) and in the extended one. */
final class LinkReader {
    private static final Set<String> OUTSIDE = Set.of("host", "mgmt-net", "macvlan", "vxlan", "vxlan-stitch", "dummy");
    /** Linux: IFNAMSIZ is 16 with the closing zero. */
    private static final int LONGEST_INTERFACE_NAME = 15;

    private final Map<String, NodeSpec> nodes;

    LinkReader(List<NodeSpec> nodes) {
        this.nodes = nodes.stream().collect(Collectors.toMap(NodeSpec::name, Function.identity()));
    }

    List<LinkSpec> read(YamlSection topology, List<String> notices) {
        List<LinkSpec> links = new ArrayList<>();
        for (YamlSection link : topology.sections("links")) {
            readOne(link, notices).ifPresent(links::add);
        }
        return links;
    }

    private Optional<LinkSpec> readOne(YamlSection link, List<String> notices) {
        String type = link.text("type").orElse("veth");
        if (OUTSIDE.contains(type)) {
            notices.add(link.at() + ": a link of type " + type + " leaves the lab and is not made");
            return Optional.empty();
        }
        if (!type.equals("veth") && !type.equals("veth-stitch")) {
            throw new TopologyException(link.at("type"), "there is no link type '" + type + "'");
        }
        List<Endpoint> ends = link.holdsSections("endpoints") ? extended(link) : brief(link);
        if (ends.size() != 2) {
            throw new TopologyException(link.at("endpoints"), "a link has two endpoints, not " + ends.size());
        }
        for (Endpoint end : ends) {
            if (OUTSIDE.contains(end.node())) {
                notices.add(end.at() + ": the link to " + end + " leaves the lab and is not made");
                return Optional.empty();
            }
        }
        ends.forEach(this::check);
        OptionalInt mtu = link.number("mtu", 68).map(OptionalInt::of).orElse(OptionalInt.empty());
        return Optional.of(new LinkSpec(ends.get(0), ends.get(1), mtu));
    }

    private static List<Endpoint> brief(YamlSection link) {
        List<YamlSection.Item> ipv4 = link.items("ipv4");
        List<YamlSection.Item> ipv6 = link.items("ipv6");
        List<Endpoint> ends = new ArrayList<>();
        for (YamlSection.Item item : link.items("endpoints")) {
            int colon = item.text().indexOf(':');
            if (colon <= 0 || colon == item.text().length() - 1) {
                throw new TopologyException(item.at(), "an endpoint is 'node:interface', not '" + item.text() + "'");
            }
            List<String> addresses = new ArrayList<>();
            address(ipv4, ends.size()).ifPresent(addresses::add);
            address(ipv6, ends.size()).ifPresent(addresses::add);
            ends.add(new Endpoint(item.text().substring(0, colon), item.text().substring(colon + 1), Optional.empty(),
                addresses, item.at()));
        }
        return ends;
    }

    private static Optional<String> address(List<YamlSection.Item> prefixes, int end) {
        return end < prefixes.size()
            ? Optional.of(prefixes.get(end).text()).filter(text -> !text.isEmpty())
            : Optional.empty();
    }

    private static List<Endpoint> extended(YamlSection link) {
        List<YamlSection.Item> ipv4 = link.items("ipv4");
        List<YamlSection.Item> ipv6 = link.items("ipv6");
        List<Endpoint> ends = new ArrayList<>();
        for (YamlSection end : link.sections("endpoints")) {
            int index = ends.size();
            List<String> addresses = new ArrayList<>();
            end.text("ipv4").or(() -> address(ipv4, index)).ifPresent(addresses::add);
            end.text("ipv6").or(() -> address(ipv6, index)).ifPresent(addresses::add);
            ends.add(new Endpoint(end.requiredText("node", "an endpoint"), end.requiredText("interface", "an endpoint"),
                end.text("mac"), addresses, end.at()));
        }
        return ends;
    }

    private void check(Endpoint end) {
        if (!nodes.containsKey(end.node())) {
            throw new TopologyException(end.at(), "there is no node '" + end.node() + "'");
        }
        if (end.interfaceName().length() > LONGEST_INTERFACE_NAME || end.interfaceName().contains("/")) {
            throw new TopologyException(end.at(), "'" + end.interfaceName() + "' cannot be an interface's name");
        }
    }
}
