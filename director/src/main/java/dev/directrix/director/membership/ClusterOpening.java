package dev.directrix.director.membership;

import dev.directrix.cluster.etcd.EtcdClient;
import dev.directrix.cluster.etcd.EtcdSettings;
import dev.directrix.cluster.etcd.EtcdStore;
import dev.directrix.cluster.etcd.EtcdTls;
import dev.directrix.cluster.etcd.EtcdUser;
import dev.directrix.cluster.etcd.StoreSettings;
import dev.directrix.cluster.link.Endpoint;
import dev.directrix.cluster.link.aeron.AeronSettings;
import dev.directrix.cluster.link.aeron.AeronTransport;
import dev.directrix.cluster.link.aeron.MulticastSettings;
import dev.directrix.cluster.member.Agreement;
import dev.directrix.cluster.protocol.ClusterSettings;
import dev.directrix.cluster.runtime.ClusterParts;
import dev.directrix.cluster.runtime.ClusterRuntime;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.EtcdConfig;
import dev.directrix.director.config.FlowTracking;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.maglev.Seed;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Makes a director's part in a cluster of what its configuration says. */
public final class ClusterOpening {
    private static final int KEEP_ALIVES_PER_VALIDITY = 5;

    private ClusterOpening() {
    }

    /**
     * Opens the links; etcd is asked, and the datapath joined, only when the membership begins.
     *
     * @param changed   runs when the standing has changed, on any thread
     * @param answering answers a line of the control protocol that came from another director
     * @throws dev.directrix.cluster.link.LinkException if this director cannot listen where it shall
     */
    public static Membership open(
        final DirectorConfig config, final Datapath datapath, final Seed seed, final Runnable changed,
        final UnaryOperator<String> answering, final LongSupplier clockMs) {
        final ClusterConfig cluster = config.cluster().orElseThrow();
        final EtcdClient client = new EtcdClient(etcd(cluster.etcd()), System::nanoTime);
        final StoreSettings store = store(config, cluster);
        final ClusterParts parts = new ClusterParts(config.node().name(), settings(config, cluster, seed),
            cluster.times().lease(), config.flows().idle().udp(), () -> new EtcdStore(client, store),
            AeronTransport.open(links(cluster), System::nanoTime),
            cluster.key().orElseThrow().forCluster(cluster.name()),
            () -> datapath.join(options(config, cluster)), incarnations(), answering, System::nanoTime);
        return new ClusterMembership(config, listener -> new ClusterRuntime(parts, listener), changed, clockMs,
            client);
    }

    /** Keep-alives often enough that one may be lost before the validity ends. */
    private static StoreSettings store(final DirectorConfig config, final ClusterConfig cluster) {
        final StoreSettings usual = StoreSettings.of(cluster.name(), config.node().name());
        final Duration pace = cluster.times().validity().dividedBy(KEEP_ALIVES_PER_VALIDITY);
        return pace.compareTo(usual.keepAliveInterval()) < 0 ? usual.withKeepAliveInterval(pace) : usual;
    }

    private static ClusterSettings settings(
        final DirectorConfig config, final ClusterConfig cluster, final Seed seed) {
        final Duration idle = config.flows().idle().tcp();
        final Agreement agreement = new Agreement(seed.id(),
            cluster.key().orElseThrow().fingerprint(cluster.name()), config.maglev().tableSize(),
            cluster.times().validity().toMillis(), idle.toMillis(), cluster.times().synAck().toMillis());
        return ClusterSettings
            .of(agreement, seed, config.flows().track() == FlowTracking.ALWAYS, endpoint(cluster.listen()).toString())
            .with(cluster.exceptions(), cluster.partlyDead().after());
    }

    private static ClusterOptions options(final DirectorConfig config, final ClusterConfig cluster) {
        return new ClusterOptions(cluster.times().hold(), ClusterOptions.DEFAULT.heldFrames(),
            ClusterOptions.DEFAULT.halfOpenFlows(), cluster.times().synAck(), ClusterOptions.DEFAULT.adoptedFlows(),
            config.flows().idle().tcp());
    }

    private static AeronSettings links(final ClusterConfig cluster) {
        final AeronSettings unicast = AeronSettings.unicast(endpoint(cluster.listen()));
        return cluster.multicast().map(group -> unicast.by(
            new MulticastSettings(endpoint(group.group()), group.device(), 1))).orElse(unicast);
    }

    private static Endpoint endpoint(final InetSocketAddress address) {
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
    }

    private static EtcdSettings etcd(final EtcdConfig config) {
        EtcdSettings settings = EtcdSettings.of(config.endpoints());
        if (config.authority().isPresent() || config.certificate().isPresent()) {
            settings = settings.withTls(new EtcdTls(config.authority(), config.certificate(), config.key()));
        }
        final Optional<EtcdConfig.Login> login = config.login();
        return login.isEmpty() ? settings
            : settings.withUser(new EtcdUser(login.get().user(), login.get().password()));
    }

    private static LongSupplier incarnations() {
        final SecureRandom random = new SecureRandom();
        return () -> {
            long next = random.nextLong();
            while (next == 0) {
                next = random.nextLong();
            }
            return next;
        };
    }
}
