package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ExaBGP's messages: decoded and encoded again they are the same octets. */
class ExabgpRoundTripTest {

    /** Some attributes are given by hand there, with flags that would end a session. */
    private static final MessageDecoder DECODER = new MessageDecoder(
        AttributeRegistry.standard(), CapabilityRegistry.standard(), ErrorPolicy.INSPECTION);

    static Stream<Vector> messages() {
        return VectorFiles.lines("exabgp/encoding.jsonl").stream().map(Vector::of);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEncodeAgainWhatItDecodes(final Vector vector) {
        final Message message = DECODER.decode(vector.message.toBytes(), vector.context());
        final MessageEncoder encoder = new MessageEncoder(
            AttributeRegistry.standard(), CapabilityRegistry.standard(), CapabilityLayout.PARAMETER_EACH);
        assertThat(hex(encoder.encode(message, vector.context()))).isEqualTo(hex(vector.message.toBytes()));
    }

    private static String hex(final byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    /** One line of the file. */
    record Vector(String file, String command, Octets message) {

        static Vector of(final String line) {
            return new Vector(VectorFiles.text(line, "file").orElseThrow(),
                VectorFiles.text(line, "cmd").orElse("").replace("neighbor * ", ""),
                Octets.of(HexFormat.of().parseHex(VectorFiles.text(line, "raw").orElseThrow())));
        }

        CodecContext context() {
            final Set<Family> addPath =
                command.contains("path-information") ? Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST) : Set.of();
            return new CodecContext(true, false, addPath, 4096);
        }

        @Override
        public String toString() {
            return file + " " + command;
        }
    }
}
