package dev.directrix.director.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A director at a glance.
 *
 * @param name       its name
 * @param version    of the program
 * @param configFile what it runs with
 * @param state      what it is doing
 * @param uptime     since it started
 * @param weight     its ECMP weight in force
 * @param datapath   the forwarding side
 * @param vips       in the order of the file
 * @param servers    as {@link Operations#servers()}
 * @param neighbors  as {@link Operations#neighbors}
 * @param cluster    as {@link Operations#cluster}; empty: it stands alone
 * @param findings   what flattens or breaks the routers' ECMP sets, worst first
 * @param monitor    what routers tell by BMP; empty: it does not listen
 */
public record StatusReport(
    String name, String version, String configFile, DirectorState state, Duration uptime, int weight,
    DatapathReport datapath, List<VipReport> vips, List<ServerReport> servers, List<NeighborReport> neighbors,
    Optional<ClusterReport> cluster, List<FindingReport> findings,
    Optional<MonitorReport> monitor) {

    /** Freezes the lists. */
    public StatusReport {
        vips = List.copyOf(vips);
        servers = List.copyOf(servers);
        neighbors = List.copyOf(neighbors);
        findings = List.copyOf(findings);
    }
}
