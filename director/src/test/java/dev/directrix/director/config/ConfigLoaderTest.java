package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.ListenRange;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.Password;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.bfd.BfdAuthType;
import dev.directrix.bgp.bfd.BfdAuthentication;
import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.transport.TcpAoKey;
import dev.directrix.bgp.wire.Family;
import dev.directrix.cluster.link.ClusterKey;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.LargeCommunity;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.ecmp.wcmp.WeightPerPath;
import dev.directrix.forwarder.datapath.DatapathMode;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.service.AesKey;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.GueVariant;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TunnelSettings;
import dev.directrix.maglev.Seed;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    private static final String SEED = "00112233445566778899aabbccddeeff";

    private static final String CLUSTER_KEY = "5f0c1d2e3a4b59687786a5b4c3d2e1f000112233445566778899aabbccddeeff";

    @TempDir
    private Path folder;

    private Path secret(final String name, final String content, final String mode) throws IOException {
        final Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private LoadedConfig load(final String text) throws IOException {
        return new ConfigLoader().load(Files.writeString(folder.resolve("d1.yaml"), text));
    }

    @Test
    void shouldReadEveryKey() throws IOException {
        writeSecrets();

        final LoadedConfig loaded = new ConfigLoader().parse(folder.resolve("d1.yaml"), ExampleConfigs.EVERY_KEY);

        assertThat(loaded.warnings()).extracting(ConfigError::message).containsExactly("bgp.neighbors[1].local-pref: "
            + "no effect: the router is in another AS, where LOCAL_PREF is not sent; prepend or med work there",
            "pools.mapped: no service uses this pool, so it is left out; remove it, or name it in a service",
            "cluster.etcd-user: the password goes over the network in clear text; use https URLs");
        assertThat(loaded.config()).isEqualTo(new DirectorConfig(
            new NodeConfig("d1", List.of("eth0", "eth1"), folder.resolve("run/d1.sock"),
                Optional.of(new InetSocketAddress(AddressText.parse("127.0.0.1"), 9180)),
                folder.resolve("state/d1.state"), Optional.of("fra")),
            250,
            new DatapathConfig(DatapathMode.AF_XDP, 2_000_000, new PinnedNeighbors(
                Map.of(AddressText.parse("10.0.1.21"), 0x02000a000115L), Optional.of(0x02000a0001feL))),
            new FlowsConfig(FlowTracking.ON_CHANGE, new FlowTimeouts(Duration.ofMinutes(2), Duration.ofSeconds(30),
                Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofSeconds(20), Duration.ofMinutes(1))),
            new MaglevConfig(655_373, Optional.of(Seed.ofHex(SEED))),
            Optional.of(new SpeakerConfig(65000L << 16 | 1, (Inet4Address) AddressText.parse("10.0.1.11"),
                Optional.of(new InetSocketAddress(AddressText.parse("10.0.1.11"), 179)),
                List.of(router(), linkLocalRouter(), monitor(), session(0, "10.0.1.11"),
                    session(1, "10.0.1.111")), List.of(
                    new ListenRange(AddressText.parsePrefix("10.9.0.0/16"), rackRouters(), 20),
                    new ListenRange(AddressText.parsePrefix("2001:db8::/32"), distantRouters(), 100)))),
            List.of(new VipConfig(AddressText.parse("192.0.2.10"),
                vipPolicy(),
                OptionalInt.of(400), services())),
            new TreeMap<>(Map.of(
                "web", new PoolConfig("web", Forwarding.of(ForwardingMode.GUE, new TunnelSettings(
                    Optional.of(OuterSource.of(AddressText.parse("172.16.0.0"), 16)),
                    Optional.of(OuterSource.of(AddressText.parse("100::"), 64)), 9886, GueVariant.DIRECT,
                    OptionalInt.empty(), OptionalInt.of(1500))), new Scheduling(SchedulerKind.SH, true, true), List.of(
                    new ServerConfig("s1", AddressText.parse("10.0.1.21"), 1),
                    new ServerConfig("s2", AddressText.parse("10.0.1.22"), 5,
                        new ServerSettings(0, 1000, 500, List.of()))),
                    Optional.of(new CheckConfig.Http(8080, "/health?full=1", Optional.of("www.example.net"),
                        new CheckTiming(Duration.ofSeconds(2), Duration.ofMillis(300), 4, 5)))),
                "quic", new PoolConfig("quic", Forwarding.of(ForwardingMode.GRE, new TunnelSettings(
                    Optional.of(OuterSource.of(AddressText.parse("10.0.1.11"))), Optional.empty(), 6080,
                    GueVariant.HEADER, OptionalInt.of(-1))), Scheduling.MAGLEV, List.of(
                    new ServerConfig("q1", AddressText.parse("10.0.1.41"), 1, new ServerSettings(
                        0, 0, 0, List.of(ServerId.of(1022), ServerId.of(0xc4605e))))), Optional.empty()),
                "full", new PoolConfig("full", Forwarding.of(ForwardingMode.FULLNAT, new NatSettings(
                    List.of(AddressText.parse("10.0.1.12"), AddressText.parse("2001:db8::12")),
                    new PortRange(2000, 4095), true)), Scheduling.MAGLEV,
                    List.of(new ServerConfig("f1", AddressText.parse("2001:db8::51"), 1)), Optional.empty()),
                "marked", new PoolConfig("marked", Forwarding.dscp(Map.of(AddressText.parse("192.0.2.10"), 8)),
                    Scheduling.MAGLEV, List.of(new ServerConfig("m1", AddressText.parse("10.0.1.61"), 1)),
                    Optional.empty()),
                "dns", new PoolConfig("dns", Forwarding.DIRECT, Scheduling.MAGLEV, List.of(
                    new ServerConfig("n1", AddressText.parse("10.0.1.31"), 1)),
                    Optional.of(new CheckConfig.Tcp(53,
                        new CheckTiming(Duration.ofSeconds(1), Duration.ofMillis(500), 2, 3)))))),
            Optional.of(cluster()), Optional.of(auto()), Optional.of(new RouterModel("frr-10.3.1", 16)),
            guard(), sites()));
    }

    private void writeSecrets() throws IOException {
        secret("seed", SEED + "\n", "rw-------");
        secret("bgp.key", "s3cret\n", "rw-r-----");
        secret("ca.pem", "-----BEGIN CERTIFICATE-----", "rw-r--r--");
        secret("d1.pem", "-----BEGIN CERTIFICATE-----", "rw-r--r--");
        secret("d1.key", "-----BEGIN PRIVATE KEY-----", "rw-------");
        secret("etcd.pass", "pass word\n", "rw-------");
        secret("cluster.key", CLUSTER_KEY + "\n", "rw-------");
    }

    private static WeightAutoConfig auto() {
        return new WeightAutoConfig(OptionalInt.of(80), OptionalInt.of(500_000), true, 5, 95,
            new WeightAutoConfig.Damping(Duration.ofSeconds(45), 7, 15));
    }

    private ClusterConfig cluster() {
        return new ClusterConfig("edge1",
            new EtcdConfig(
                List.of(URI.create("https://etcd1.example.net:2379"), URI.create("http://[2001:db8::5]:2379")),
                Optional.of(folder.resolve("ca.pem")), Optional.of(folder.resolve("d1.pem")),
                Optional.of(folder.resolve("d1.key")), Optional.of(new EtcdConfig.Login("directrix", "pass word"))),
            AddressText.parseEndpoint("[2001:db8::11]:7400"), Optional.of(ClusterKey.parse(HexFormat.of().parseHex(
                CLUSTER_KEY))),
            new ClusterConfig.Times(Duration.ofMillis(4_500), Duration.ofSeconds(6), Duration.ofSeconds(31),
                Duration.ofMillis(80)), 500_000,
            Optional.of(new ClusterConfig.Multicast(AddressText.parseEndpoint("[ff05::7]:7401"), "eth1")),
            new ClusterConfig.PartlyDead(Duration.ofSeconds(20), ClusterConfig.Minority.WITHDRAW));
    }

    private static List<ServiceConfig> services() {
        final ServiceSettings plain = ServiceSettings.DEFAULT;
        return List.of(
            new ServiceConfig(Protocol.TCP, PortRange.of(80), "web", new ServiceSettings(Optional.of("shop"),
                Optional.of(new Persistence(Duration.ofMinutes(10), 24, 56)), false, new ServiceTimeouts(
                    Optional.of(Duration.ofMinutes(15)), Optional.empty(), Optional.of(Duration.ofSeconds(30)),
                    Optional.of(Duration.ofSeconds(5)), Optional.of(Duration.ofMinutes(1)),
                    Optional.of(Duration.ofSeconds(2))),
                OversizePolicy.MSS_CLAMP, DeadServerPolicy.RESET, List.of())),
            new ServiceConfig(Protocol.UDP, PortRange.of(53), "dns", new ServiceSettings(Optional.empty(),
                Optional.empty(), true, new ServiceTimeouts(Optional.empty(), Optional.of(Duration.ofSeconds(5)),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                plain.oversize(), plain.deadServer(), List.of())),
            new ServiceConfig(Protocol.UDP, PortRange.of(443), "quic", new ServiceSettings(Optional.empty(),
                Optional.empty(), false, plain.timeouts(), plain.oversize(), plain.deadServer(), List.of(
                    new ServerIdRule.QuicLb(2, 3, 4, Optional.of(AesKey.ofHex(SEED))),
                    new ServerIdRule.KatranQuic(), new ServerIdRule.StableRouting()))),
            new ServiceConfig(Protocol.TCP, new PortRange(1000, 1999), "full", plain),
            new ServiceConfig(Protocol.TCP, PortRange.ANY, "marked", plain));
    }

    private static NeighborConfig router() {
        return NeighborConfig.builder(AddressText.parse("10.0.1.1"), 4_200_000_000L).port(1179)
            .holdTime(Duration.ofSeconds(30)).connectRetry(Duration.ofSeconds(2))
            .password(Optional.of(Password.of("s3cret"))).linkBandwidth(LinkBandwidthMode.NON_TRANSITIVE)
            .sourceAddress(Optional.of(AddressText.parse("10.0.1.11"))).passive(true).description("rack 1")
            .localAsn(OptionalLong.of(65_102)).ttlSecurity(1).families(Set.of(Family.IPV4_UNICAST))
            .gracefulRestart(Optional.of(Duration.ofSeconds(20))).role(Optional.of(Role.Kind.CUSTOMER))
            .strictRole(true).hostname(Optional.of(new Hostname("d1", "")))
            .softwareVersion(Optional.of(new SoftwareVersion("directrix/development"))).prefixLimit(OptionalInt.of(500))
            .bfd(Optional.of(bfd(100, 5, 255, BfdAuthentication.of(BfdAuthType.KEYED_SHA1, 7, "s3cret"))))
            .policy(policy("65000:300", "65000:2:3", 10, 2, OptionalLong.empty(), 65_500)).build();
    }

    private static NeighborConfig monitor() {
        return NeighborConfig.unnumbered("eth1", 65_000).toBuilder().listenOnly(true).addPath(Map.of(
            Family.IPV4_UNICAST, AddPathMode.RECEIVE, Family.IPV6_UNICAST, AddPathMode.RECEIVE)).build();
    }

    /** The VIP's own, with the communities of the site. */
    private static RoutePolicy vipPolicy() {
        return new RoutePolicy(new TreeSet<>(Set.of(Community.parse("65000:7"), Community.parse("65000:100"),
            Community.parse("65000:200"), Community.parse("65535:65281"))),
            new TreeSet<>(Set.of(LargeCommunity.parse("65000:2:1"), LargeCommunity.parse("65000:2:7"))),
            OptionalLong.of(100), OptionalInt.of(1), OptionalLong.of(200), OptionalLong.of(4_259_840_002L));
    }

    private static SitesConfig sites() {
        return new SitesConfig(Optional.of("fra"), new TreeMap<>(Map.of(
            "fra", sitePolicy("65000:7", "65000:2:7", 10, 1, 110, 65_500),
            "ams", sitePolicy("65000:8", "65000:2:8", 20, 3, 90, 65_501))), Map.of(AddressText.parse("192.0.2.10"),
                new SitesConfig.VipSites(new RoutePolicy(new TreeSet<>(Set.of(Community.parse("65000:100"),
                    Community.parse("65000:200"), Community.parse("65535:65281"))),
                    new TreeSet<>(Set.of(LargeCommunity.parse("65000:2:1"))), OptionalLong.of(100), OptionalInt.of(1),
                    OptionalLong.of(200), OptionalLong.of(4_259_840_002L)), new TreeMap<>(Map.of(
                        "ams", sitePolicy("65000:9", "65000:2:9", 30, 4, 80, 65_502))))));
    }

    private static RoutePolicy sitePolicy(
        final String community, final String large, final long med, final int prepend, final long localPref,
        final long override) {
        return new RoutePolicy(new TreeSet<>(Set.of(Community.parse(community))),
            new TreeSet<>(Set.of(LargeCommunity.parse(large))), OptionalLong.of(med), OptionalInt.of(prepend),
            OptionalLong.of(localPref), OptionalLong.of(override));
    }

    private static GuardConfig guard() {
        return new GuardConfig(Optional.of(new GuardConfig.Bmp(AddressText.parseEndpoint("10.0.1.11:11019"),
            Set.of(AddressText.parse("10.0.1.1"), AddressText.parse("2001:db8::1")))), Map.of(
                AddressText.parse("10.0.1.12"), "d2", AddressText.parse("10.0.1.13"), "d3",
                AddressText.parse("2001:db8::13"), "d3"));
    }

    private static NeighborConfig linkLocalRouter() {
        return NeighborConfig.builder(AddressText.parse("fe80::1"), 65_000).id("fe80::1%eth0")
            .device(Optional.of("eth0")).multihop(3)
            .bfd(Optional.of(BfdSettings.of(Duration.ofMillis(300), 3).withMultihop(253)))
            .extendedNextHop(List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, 2)))
            .aoKeys(List.of(new TcpAoKey(1, 2, TcpAoKey.Algorithm.AES_128_CMAC,
                "s3cret".getBytes(StandardCharsets.UTF_8))))
            .replication(Optional.of(new PathReplication.ByAddPath(List.of(AddressText.parse("10.0.1.11"),
                AddressText.parse("2001:db8::11"), AddressText.parse("10.0.1.111")), new WeightPerPath(50))))
            .addPath(Map.of(Family.IPV4_UNICAST, AddPathMode.BOTH, Family.IPV6_UNICAST, AddPathMode.BOTH))
            .policy(new RoutePolicy(new TreeSet<>(), new TreeSet<>(), OptionalLong.empty(), OptionalInt.empty(),
                OptionalLong.of(120), OptionalLong.empty())).build();
    }

    /** One of two with the same router. */
    private static NeighborConfig session(final int index, final String source) {
        return NeighborConfig.builder(AddressText.parse("10.0.1.2"), 65_000).id("10.0.1.2@" + source)
            .sourceAddress(Optional.of(AddressText.parse(source)))
            .replication(Optional.of(new PathReplication.BySession(index, 2, true, new WeightPerPath(100)))).build();
    }

    private static NeighborConfig distantRouters() {
        return NeighborConfig.builder(AddressText.parse("2001:db8::"), 65_000).multihop(4).passive(true)
            .replication(Optional.of(new PathReplication.ByAddPath(
                List.of(AddressText.parse("2001:db8::11")), new WeightPerPath(20))))
            .addPath(Map.of(Family.IPV6_UNICAST, AddPathMode.SEND))
            .aoKeys(List.of(new TcpAoKey(3, 3, TcpAoKey.Algorithm.HMAC_SHA256,
                "s3cret".getBytes(StandardCharsets.UTF_8)))).build();
    }

    private static NeighborConfig rackRouters() {
        return NeighborConfig.builder(AddressText.parse("10.9.0.0"), NeighborConfig.ANY_ASN).passive(true)
            .device(Optional.of("eth1")).password(Optional.of(Password.of("s3cret"))).description("racks")
            .localAsn(OptionalLong.of(65_103))
            .holdTime(Duration.ofSeconds(30)).ttlSecurity(2).families(Set.of(Family.IPV6_UNICAST))
            .extendedNextHop(List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, 2)))
            .gracefulRestart(Optional.of(Duration.ofSeconds(20))).role(Optional.of(Role.Kind.CUSTOMER))
            .strictRole(true).hostname(Optional.of(new Hostname("d1", "")))
            .softwareVersion(Optional.of(new SoftwareVersion("directrix/development"))).prefixLimit(OptionalInt.of(5))
            .linkBandwidth(LinkBandwidthMode.OFF)
            .bfd(Optional.of(bfd(50, 4, 250, BfdAuthentication.of(BfdAuthType.SIMPLE, 0, "s3cret"))))
            .policy(policy("65000:301", "65000:2:4", 11, 1, OptionalLong.of(90), 65_501)).build();
    }

    private static BfdSettings bfd(
        final long intervalMs, final int multiplier, final int minTtl, final BfdAuthentication key) {
        return BfdSettings.of(Duration.ofMillis(intervalMs), multiplier).withMultihop(minTtl)
            .withAuthentication(Optional.of(key));
    }

    private static RoutePolicy policy(
        final String community, final String large, final long med, final int prepend, final OptionalLong localPref,
        final long asOverride) {
        return new RoutePolicy(new TreeSet<>(Set.of(Community.parse(community))),
            new TreeSet<>(Set.of(LargeCommunity.parse(large))), OptionalLong.of(med), OptionalInt.of(prepend),
            localPref, OptionalLong.of(asOverride));
    }

    @Test
    void shouldFillInDefaults() throws IOException {
        final DirectorConfig config = load(ExampleConfigs.SMALLEST).config();

        assertThat(config.weight()).isEqualTo(100);
        assertThat(config.node().controlSocket()).hasToString("/run/directrix/control.sock");
        assertThat(config.node().stateFile()).hasToString("/var/lib/directrix/d1.state");
        assertThat(config.node().admin()).isEmpty();
        assertThat(config.datapath())
            .isEqualTo(new DatapathConfig(DatapathMode.AUTO, 1_048_576, PinnedNeighbors.NONE));
        assertThat(config.flows()).isEqualTo(new FlowsConfig(FlowTracking.ALWAYS, FlowTimeouts.DEFAULT));
        assertThat(config.maglev()).isEqualTo(new MaglevConfig(65_537, Optional.empty()));
        assertThat(config.bgp().orElseThrow().neighbors().getFirst())
            .isEqualTo(NeighborConfig.of(AddressText.parse("10.0.1.1"), 65_000));
        assertThat(config.pools().get("web").check()).isEmpty();
    }

    @Test
    void shouldKnowThePlaceOfEachValue() throws IOException {
        final ConfigSource source = load(ExampleConfigs.SMALLEST).source();

        assertThat(source.error("node.interfaces[0]", "is away")).hasToString(folder.resolve("d1.yaml")
            + ":1:31: is away");
        assertThat(source.error("no.such.path", "is away").position()).isEqualTo(Position.START);
    }

    @Test
    void shouldWarnOfWhatIsAllowedButHardlyMeant() throws IOException {
        final Path seed = secret("seed", SEED, "rw-r--r--");

        final LoadedConfig loaded = load("""
            node: {name: d1, interfaces: [eth0]}
            maglev: {seed-file: seed, table-size: 101}
            vips: [{address: 192.0.2.10, services: [{protocol: tcp, port: 80, pool: web}]}]
            pools:
              web:
                servers: [{name: s1, address: 10.0.1.21, weight: 0}, {name: s2, address: 10.0.1.22, weight: 0}]
              old:
                servers: [{name: s3, address: 10.0.1.23}]
            """);

        assertThat(loaded.config().pools()).containsOnlyKeys("web");
        assertThat(loaded.warnings()).extracting(it -> it.position() + ": " + it.message()).containsExactly(
            "1:1: there is no section 'bgp', so no router will learn of the VIPs; add it, or set static routes",
            "2:21: maglev.seed-file: " + seed + " is open to every user of this machine; run 'chmod o= " + seed + "'",
            "6:5: pools.web: every server has weight 0, so no flow can begin; give one a weight",
            "6:5: pools.web: maglev.table-size 101 is less than 100 slots for each of 2 servers, so shares will be"
                + " uneven; use a larger prime",
            "8:5: pools.old: no service uses this pool, so it is left out; remove it, or name it in a service");
    }

    @Test
    void shouldReportUnusableSecretsAtTheLineThatNamesThem() throws IOException {
        secret("seed", "0011", "rw-------");
        secret("empty", " \n", "rw-------");
        Files.createDirectory(folder.resolve("folder"));
        secret("long", "x".repeat(81), "rw-------");
        final String text = """
            node: {name: d1, interfaces: [eth0]}
            maglev: {seed-file: seed}
            bgp:
              asn: 65101
              router-id: 10.0.1.11
              neighbors:
                - {address: 10.0.1.1, asn: 65000, password-file: empty}
                - {address: 10.0.1.2, asn: 65000, password-file: folder}
                - {address: 10.0.1.3, asn: 65000, password-file: long}
                - {address: 10.0.1.4, asn: 65000, password-file: absent}
                - {address: 10.0.1.5, asn: 65000, bfd: {auth: {type: keyed-md5, key-file: long}}}
            vips: [{address: 192.0.2.10, services: [{protocol: tcp, port: 80, pool: web}]}]
            pools: {web: {servers: [{name: s1, address: 10.0.1.21}]}}
            """;

        assertThatThrownBy(() -> load(text)).isInstanceOf(ConfigException.class).hasMessage("""
            FILE:2:21: maglev.seed-file: DIR/seed: a seed is 32 hexadecimal digits; make one with \
            'openssl rand -hex 16' and give every director the same
            FILE:7:54: bgp.neighbors[0].password-file: DIR/empty is empty; \
            write the password that the router has into it
            FILE:8:54: bgp.neighbors[1].password-file: DIR/folder cannot be read (it is a directory); \
            run as a user who may read it, or correct its owner and mode
            FILE:9:54: bgp.neighbors[2].password-file: DIR/long: a BGP password has 1 to 80 octets, not 81
            FILE:10:54: bgp.neighbors[3].password-file: DIR/absent does not exist; \
            write the password that the router has into it
            FILE:11:79: bgp.neighbors[4].bfd.auth.key-file: DIR/long: \
            a BFD key of type keyed-md5 has 1 to 16 octets, not 81"""
            .replace("FILE", folder.resolve("d1.yaml").toString()).replace("DIR", folder.toString()));
    }

    @Test
    void shouldOnlyWarnOfMissingSecretsOffline() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"),
            ExampleConfigs.SMALLEST + "maglev: {seed-file: /nonexistent/seed}\n");

        final LoadedConfig loaded = ConfigLoader.offline().load(file);

        assertThat(loaded.config().maglev().seed()).isEmpty();
        assertThat(loaded.warnings()).singleElement().extracting(ConfigError::message).isEqualTo(
            "maglev.seed-file: /nonexistent/seed does not exist; make one with 'openssl rand -hex 16' and give every"
                + " director the same");
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new ConfigLoader().load(file));
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException {
        final ConfigLoader loader = new ConfigLoader();
        final Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x00});
        final Path huge = Files.writeString(folder.resolve("huge"), "#".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> loader.load(folder.resolve("none")))
            .hasMessage(folder.resolve("none") + ":1:1: the file does not exist; check the path");
        assertThatThrownBy(() -> loader.load(binary))
            .hasMessage(binary + ":1:1: the file is not UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> loader.load(huge))
            .hasMessage(huge + ":1:1: the file is longer than 1 MiB; is it the right one?");
        assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(ConfigException.class)
            .hasMessageStartingWith(folder + ":1:1: the file cannot be read: ");
    }

    @Test
    void shouldNeedNoInterfacesForReplay() throws IOException {
        final LoadedConfig loaded = load("""
            node: {name: d1}
            datapath: {mode: pcap, neighbors: {default: 02:00:0a:00:01:15}}
            vips: [{address: 192.0.2.10, services: [{protocol: tcp, port: 80, pool: web}]}]
            pools: {web: {servers: [{name: s1, address: 10.0.1.21}]}}
            """);

        assertThat(loaded.config().node().interfaces()).isEmpty();
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void shouldNotShowSecretsInText() throws IOException {
        writeSecrets();

        assertThat(new ConfigLoader().parse(folder.resolve("d1.yaml"), ExampleConfigs.EVERY_KEY).config().toString())
            .doesNotContain("s3cret", SEED, "pass word", CLUSTER_KEY);
    }
}
