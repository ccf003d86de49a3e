package dev.directrix.director.config;

import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.ecmp.Announcement;
import dev.directrix.forwarder.datapath.DatapathMode;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the whole file, section by section, and checks them against each other. */
final class ConfigReader {

    private static final int MAX_PATHS = 65_535;

    private final SecretFile secrets;

    ConfigReader(final SecretFile secrets) {
        this.secrets = secrets;
    }

    /** Reads as far as it goes; the result counts only if nothing has been reported. */
    DirectorConfig read(final Value root) {
        final Section section = root.section().orElseThrow(() -> root.reading().failure());
        final DatapathConfig datapath = DatapathSections.datapath(section.get("datapath"));
        final Optional<NodeConfig> node = section.required("node")
            .flatMap(it -> NodeSection.read(it, datapath.mode()));
        final int weight = section.get("weight").flatMap(it -> it.integer(1, Announcement.MAX_WEIGHT))
            .orElse(DirectorConfig.DEFAULT_WEIGHT);
        final Optional<WeightAutoConfig> auto = section.get("weight-auto").flatMap(WeightAutoSection::read);
        final Optional<RouterModel> router = section.get("router-model").flatMap(ConfigReader::router);
        final GuardConfig guard = section.get("guard").flatMap(GuardSection::read).orElse(GuardConfig.NONE);
        final Optional<Value> clusterValue = section.get("cluster");
        final FlowsConfig flows = DatapathSections.flows(section.get("flows"), clusterValue.isPresent());
        final MaglevConfig maglev = DatapathSections.maglev(section.get("maglev"), secrets, clusterValue);
        final Optional<SpeakerConfig> bgp = section.get("bgp").flatMap(new BgpSection(
            secrets, node.map(NodeConfig::name))::read);
        final Map<String, Value> poolValues = section.get("pools").map(Value::namedValues).orElse(Map.of());
        final SitesSection sites = new SitesSection(section.get("sites"), node.flatMap(NodeConfig::site),
            section.get("node"), new PolicySection(bgp.map(ConfigReader::ourAsns).orElse(Set.of())));
        final VipSection vipSection = new VipSection(poolValues.keySet(), sites, secrets);
        final List<VipConfig> vips = section.required("vips").map(vipSection::read).orElse(List.of());
        final SortedMap<String, PoolConfig> pools = pools(poolValues, vips, vipSection.users(), maglev.tableSize());
        if (section.get("bgp").isEmpty() && datapath.mode() != DatapathMode.PCAP) {
            root.warn("there is no section 'bgp', so no router will learn of the VIPs; add it, or set static routes");
        }
        final Optional<ClusterConfig> cluster = clusterValue.flatMap(new ClusterSection(secrets)::read);
        if (root.reading().failed()) {
            throw root.reading().failure();
        }
        return new DirectorConfig(
            node.orElseThrow(), weight, datapath, flows, maglev, bgp, vips, pools, cluster, auto, router,
            guard, sites.config());
    }

    private static Optional<RouterModel> router(final Value value) {
        return value.section().flatMap(section -> {
            final int paths = section.get("maximum-paths").flatMap(it -> it.integer(1, MAX_PATHS))
                .orElse(RouterModel.DEFAULT_MAXIMUM_PATHS);
            return section.required("kind").flatMap(it -> it.parsed(kind -> new RouterModel(kind, paths)));
        });
    }

    private static Set<Long> ourAsns(final SpeakerConfig bgp) {
        final Set<Long> asns = new HashSet<>(Set.of(bgp.asn()));
        bgp.neighbors().forEach(neighbor -> neighbor.localAsn().ifPresent(asns::add));
        return asns;
    }

    private static SortedMap<String, PoolConfig> pools(
        final Map<String, Value> values, final List<VipConfig> vips, final Map<String, List<PoolUse>> users,
        final int tableSize) {
        final Set<InetAddress> addresses = new HashSet<>();
        vips.forEach(vip -> addresses.add(vip.address()));
        final PoolSection reader = new PoolSection(addresses, tableSize);
        final SortedMap<String, PoolConfig> pools = new TreeMap<>();
        values.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
                value.error("'" + name + "' is not a name; use letters, digits, '-', '_' and '.'");
            }
            reader.read(name, value, users.getOrDefault(name, List.of())).ifPresent(pool -> pools.put(name, pool));
            if (!users.containsKey(name)) {
                value.warn("no service uses this pool, so it is left out; remove it, or name it in a service");
                pools.remove(name);
            }
        });
        return pools;
    }
}
