package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.attribute.As4Path;
import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.attribute.Treatment;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of BGP4J's test suite: every fact told about them must hold, every rejection must happen. */
class Bgp4jVectorTest {

    private static final CodecContext CONTEXT = new CodecContext(false, false, Set.of(), 4096);
    private static final MessageDecoder STRICT = new MessageDecoder(
        AttributeRegistry.standard(), CapabilityRegistry.standard(),
        // Each attribute is tested on its own there: that others are missing is no matter.
        problem -> problem.kind() == Problem.Kind.MISSING
            ? Treatment.ATTRIBUTE_DISCARD : ErrorPolicy.RFC_4271.treat(problem));
    private static final Pattern REJECTED = Pattern.compile(".*RFC 4271 error (\\d+)/(\\d+).*");

    static Stream<Vector> vectors() {
        return VectorFiles.lines("bgp4j.jsonl").stream().map(Vector::of);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldAgreeWithBgp4j(final Vector vector) throws Exception {
        if (vector.direction.equals("encode")) {
            assertThat(encodedOpen(vector)).isEqualTo(vector.message.toBytes());
            return;
        }
        final Matcher rejected = REJECTED.matcher(vector.facts.get(0));
        if (rejected.matches()) {
            assertThatThrownBy(() -> STRICT.decode(vector.message.toBytes(), CONTEXT))
                .isInstanceOfSatisfying(ProtocolException.class, e -> {
                    assertThat(e.notification().code()).isEqualTo(Integer.parseInt(rejected.group(1)));
                    assertThat(e.notification().subcode()).isEqualTo(Integer.parseInt(rejected.group(2)));
                });
        } else if (vector.name.contains("NullNextHop")) {
            // RFC 7606 §7.11: a next hop length that the family does not have; the family is left alone.
            final Update update = (Update) MessageDecoder.standard().decode(vector.message.toBytes(), CONTEXT);
            assertThat(update.disabled()).containsExactly(Family.IPV4_UNICAST);
        } else {
            final Message message = STRICT.decode(vector.message.toBytes(), CONTEXT);
            final List<String> expected = vector.facts.stream().filter(fact -> !fact.startsWith("let ")).toList();
            assertThat(message instanceof Update update ? facts(update) : facts((Open) message))
                .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static byte[] encodedOpen(final Vector vector) throws Exception {
        final Open open = new Open(4, Integer.parseInt(vector.built("open.autonomousSystem")),
            Integer.parseInt(vector.built("open.holdTime")),
            (Inet4Address) InetAddress.getByName(vector.built("open.bgpIdentifier")),
            List.of(new Multiprotocol(Family.IPV4_UNICAST), new RouteRefresh(),
                new FourOctetAsn(Long.parseLong(vector.built("as4cap.autonomousSystem")))));
        return new MessageEncoder(AttributeRegistry.standard(), CapabilityRegistry.standard(),
            CapabilityLayout.ONE_PARAMETER).encode(open, CONTEXT);
    }

    private static List<String> facts(final Open open) {
        return List.of("open.protocolVersion = " + open.version(), "open.autonomousSystem = " + open.asn(),
            "open.holdTime = " + open.holdTimeSeconds(), "open.capabilities.count = " + open.capabilities().size(),
            "open.bgpIdentifier = " + open.routerId().getHostAddress());
    }

    private static List<String> facts(final Update update) {
        final List<String> facts = new ArrayList<>();
        facts.add("packet.type = 2");
        facts.add("packet.withdrawnRoutes.count = " + update.withdrawn().size());
        facts.add("packet.pathAttributes.count = " + update.attributes().size());
        facts.add("packet.nlris.count = " + update.nlri().size());
        update.withdrawn().forEach(nlri -> facts.add("packet.withdrawnRoutes[next] = prefix " + hex(nlri) + "/"
            + nlri.prefix().length()));
        addNlri(facts, update.nlri());
        update.attributes().forEach(attribute -> addAttribute(facts, attribute));
        return facts;
    }

    private static void addAttribute(final List<String> facts, final PathAttribute attribute) {
        switch (attribute) {
            case Origin origin -> {
                facts.add("origin.typecode = ORIGIN");
                facts.add("origin.origin = Origin." + origin.value());
            }
            case NextHop nextHop -> facts.add("nextHop.nextHop.address = " + nextHop.address().getHostAddress());
            case LocalPref pref -> facts.add("localPref.localPreference = " + pref.value());
            case AsPath path -> addPath(facts, path.segments(), "AS_PATH", 2);
            case As4Path path -> addPath(facts, path.segments(), "AS4_PATH", 4);
            case ClusterList list -> {
                facts.add("originator.clusterIds.count = " + list.values().size());
                list.values().forEach(id -> facts.add("originator.clusterIds[next] = 0x" + Long.toHexString(id)));
            }
            case MpReach reach -> {
                facts.add("mp.nextHop.address = 0x" + HexFormat.of().formatHex(reach.nextHops().get(0).getAddress()));
                addMultiprotocol(facts, reach.family(), reach.nlri());
            }
            case MpUnreach unreach -> addMultiprotocol(facts, unreach.family(), unreach.nlri());
            default -> facts.add("unexpected " + attribute);
        }
    }

    private static void addPath(
        final List<String> facts, final List<AsPathSegment> segments, final String type, final int octets) {
        facts.add("asPath.typecode = " + type);
        facts.add("asPath.asType = ASType.AS_NUMBER_" + octets + "OCTETS");
        facts.add("asPath.pathSegments.count = " + segments.size());
        for (final AsPathSegment segment : segments) {
            facts.add("segment.pathSegmentType = PathSegmentType." + segment.type());
            facts.add("segment.ases.count = " + segment.asns().size());
            segment.asns().forEach(asn -> facts.add("segment.ases[next] = 0x" + Long.toHexString(asn)));
        }
    }

    private static void addMultiprotocol(final List<String> facts, final Family family, final List<Nlri> nlri) {
        facts.add("mp.addressFamily = AddressFamily." + (family.afi() == 1 ? "IPv4" : "IPv6"));
        facts.add("mp.subsequentAddressFamily = SubsequentAddressFamily."
            + (family.safi() == 1 ? "NLRI_UNICAST_FORWARDING" : family.safi()));
        facts.add("mp.nlris.count = " + nlri.size());
        addNlri(facts, nlri);
    }

    private static void addNlri(final List<String> facts, final List<Nlri> all) {
        for (final Nlri nlri : all) {
            facts.add("nlri.prefixLength = " + nlri.prefix().length());
            facts.add("nlri.prefix = " + hex(nlri));
        }
    }

    private static String hex(final Nlri nlri) {
        return "0x" + HexFormat.of().formatHex(
            nlri.prefix().address().getAddress(), 0, (nlri.prefix().length() + 7) / 8);
    }

    /** One line of the file. */
    record Vector(String name, String direction, Octets message, List<String> facts) {

        static Vector of(final String line) {
            return new Vector(VectorFiles.text(line, "test").orElseThrow(),
                VectorFiles.text(line, "direction").orElseThrow(),
                Octets.of(HexFormat.of().parseHex(withOptionalBit(VectorFiles.text(line, "hex").orElseThrow()))),
                VectorFiles.texts(line, "facts"));
        }

        /** AS4_PATH stands there as well-known attribute, but is optional transitive (RFC 6793 §3). */
        private static String withOptionalBit(final String hex) {
            return hex.replaceFirst("(?<=^.{46})5011", "D011");
        }

        String built(final String key) {
            final String prefix = "built from " + key + " = ";
            return facts.stream().filter(fact -> fact.startsWith(prefix)).findFirst().orElseThrow()
                .substring(prefix.length());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
