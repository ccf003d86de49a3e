package dev.directrix.lab.weights;

import dev.directrix.director.config.RouterModel;
import dev.directrix.ecmp.receiver.EcmpSet;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.lab.probe.EcmpRoute;
import dev.directrix.lab.probe.RawFlows;
import dev.directrix.lab.probe.RouteWatch;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A router of the lab.
 *
 * @param name  of its node
 * @param id    its BGP identifier, by which directors know it
 * @param model what it is modelled as
 * @param watch looks at the VIP's route in its kernel
 * @param link  the way of flows from the client
 */
record Router(String name, String id, RouterModel model, RouteWatch watch, RawFlows.Link link)
    implements AutoCloseable {

    private static final Pattern RELEASE = Pattern.compile("FRRouting (?<release>\\d+(\\.\\d+)+)");
    /** As the routers of the topology are configured. */
    private static final int MAXIMUM_PATHS = 8;
    private static final int LARGEST_WEIGHT = 256;
    private static final long AS = 65101;

    /** The model of the FRR that a node runs. */
    static RouterModel frr(LabNode node) {
        String text = node.exec("vtysh", "-c", "show version").orFail().output();
        Matcher release = RELEASE.matcher(text);
        if (!release.find()) {
            throw new LabException("node " + node.name() + " does not say which FRR it runs: " + text);
        }
        return new RouterModel("frr-" + release.group("release"), MAXIMUM_PATHS);
    }

    static RouterModel bird() {
        return new RouterModel("bird", MAXIMUM_PATHS);
    }

    /** What the model says that the kernel will have; a director's next hop has the last number of its name. */
    EcmpRoute foretold(Setting setting) {
        EcmpSet set = set(setting);
        return new EcmpRoute(set.nextHops().stream()
            .collect(Collectors.toMap(next -> "10.0.1.1" + next.director().substring(1), next -> next.weight())));
    }

    /** Director to the share of the flows that the model gives it. */
    Map<String, Double> foretoldShares(Setting setting) {
        return set(setting).shares();
    }

    private EcmpSet set(Setting setting) {
        List<Path> paths = Setting.directors(setting).stream().filter(director -> !setting.drains(director))
            .map(director -> Path.of(director, AS, setting.weight(director))).toList();
        return model.receiver(LARGEST_WEIGHT).receive(paths);
    }

    @Override
    public void close() {
        watch.close();
    }
}
