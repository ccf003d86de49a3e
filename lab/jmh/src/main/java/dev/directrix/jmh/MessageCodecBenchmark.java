package dev.directrix.jmh;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.EnhancedRouteRefresh;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encoding and decoding whole BGP messages: OPEN, and UPDATEs of service addresses with what goes beside them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageCodecBenchmark {

    private static final CodecContext CONTEXT =
            new CodecContext(true, true, Set.of(), CodecContext.STANDARD_MESSAGE_SIZE);

    /** OPEN, or the number of prefixes of an UPDATE; 796 of them fill 4096 octets. */
    @Param({"open", "1", "100", "796"})
    String message;

    private final MessageEncoder encoder = MessageEncoder.standard();
    private final MessageDecoder decoder = MessageDecoder.standard();
    private Message value;
    private byte[] octets;

    /** Makes the message and its octets. */
    @Setup
    public void make() {
        value = message.equals("open") ? open() : update(Integer.parseInt(message));
        octets = encoder.encode(value, CONTEXT);
    }

    /**
     * Writes the message.
     *
     * @return its octets
     */
    @Benchmark
    public byte[] encode() {
        return encoder.encode(value, CONTEXT);
    }

    /**
     * Reads the message.
     *
     * @return what it says
     */
    @Benchmark
    public Message decode() {
        return decoder.decode(octets, CONTEXT);
    }

    private static Open open() {
        return new Open(Open.VERSION, AsPath.AS_TRANS, 9, Addresses.ipv4(0x0a00010bL), List.of(
                new Multiprotocol(Family.IPV4_UNICAST), new Multiprotocol(Family.IPV6_UNICAST), new RouteRefresh(),
                new ExtendedMessage(), new FourOctetAsn(4_200_000_001L),
                new AddPath(List.of(new AddPath.Entry(Family.IPV4_UNICAST, AddPath.BOTH))),
                new EnhancedRouteRefresh()));
    }

    private static Update update(final int prefixes) {
        final List<PathAttribute> attributes = List.of(Origin.IGP, AsPath.sequence(List.of(65_101L)),
                new NextHop(Addresses.ipv4(0x0a00010bL)), new Communities(List.of(Community.parse("65000:100"))),
                new ExtendedCommunities(List.of(ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, true),
                        ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, false))),
                new LargeCommunities(List.of(new LargeCommunity(65_101, 1, 100))));
        return new Update(List.of(), attributes, IntStream.range(0, prefixes)
                .mapToObj(i -> Nlri.of(Prefix.host(Addresses.ipv4(0xc6120000L + i)))).toList());
    }
}
