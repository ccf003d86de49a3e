package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0s", "300ms, 300, 300ms", "1500ms, 1500, 1500ms", "5s, 5000, 5s", "60s, 60000, 1m",
        "1m, 60000, 1m",
        "90m, 5400000, 90m", "2h, 7200000, 2h", "1d, 86400000, 1d"})
    void shouldReadAndWriteDurations(final String text, final long millis, final String written) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(DurationText.format(Duration.ofMillis(millis))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "1.5s", "5S", "9999999999s", "5sec"})
    void shouldRefuseOtherDurations(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text))
            .withMessageStartingWith("'" + text + "' is not a duration; ");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1048576, 1048576", "500k, 500000", "2M, 2000000", "1G, 1000000000", "1Ki, 1024",
        "1Mi, 1048576",
        "3Gi, 3221225472", "999999999999G, 9223372036854775807"})
    void shouldReadSizes(final String text, final long size) {
        assertThat(SizeText.parse(text)).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "1K", "1MB", "-1", "1.5M", "1 M", "1000000000000000"})
    void shouldRefuseOtherSizes(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SizeText.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "65101, 65101", "4294967295, 4294967295", "65000.1, 4259840001", "0.1, 1",
        "65535.65535, 4294967295"})
    void shouldReadAsNumbers(final String text, final long asn) {
        assertThat(AsnText.parse(text)).isEqualTo(asn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.0", "-1", "4294967296", "65536.1", "1.65536", "1.2.3", "AS65000", "1."})
    void shouldRefuseOtherAsNumbers(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AsnText.parse(text));
    }

    /** The examples of RFC 5952 section 4 and its neighbours. */
    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1", "2001:0DB8::0001, 2001:db8::1", "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "::, ::", "::1, ::1", "1::, 1::",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
        "0:0:1:0:0:0:0:0, 0:0:1::", "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0"})
    void shouldReadAndWriteAddresses(final String text, final String canonical) {
        final InetAddress address = AddressText.parse(text);

        assertThat(AddressText.format(address)).isEqualTo(canonical);
        assertThat(AddressText.parse(AddressText.format(address))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "0x7f.0.0.1",
        "1.2.3.4/32",
        "::ffff:1.2.3.4", "fe80::1%eth0", "[::1]", "1::2::3", ":::", "12345::", " 1.2.3.4", "example.net"})
    void shouldRefuseOtherAddresses(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressText.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1:80", "[2001:db8::1]:65535", "0.0.0.0:1"})
    void shouldReadAndWriteEndpoints(final String text) {
        assertThat(AddressText.format(AddressText.parseEndpoint(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "2001:db8::1:80",
        "[192.0.2.1:80",
        ":80", "[]:80", "localhost:80"})
    void shouldRefuseOtherEndpoints(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressText.parseEndpoint(text));
    }

    @Test
    void shouldFindTheNearestWord() {
        final List<String> known = List.of("node", "weight", "interfaces", "address");

        assertThat(NearestWord.to("wieght", known)).contains("weight");
        assertThat(NearestWord.to("interface", known)).contains("interfaces");
        assertThat(NearestWord.to("adress", known)).contains("address");
        assertThat(NearestWord.to("scheduler", known)).isEmpty();
        assertThat(NearestWord.to("x", known)).isEmpty();
        assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestWord.distance("ab", "ba")).isEqualTo(1);
    }
}
