package dev.directrix.lab.modes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumWatchTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "10.0.0.2.33012 > 192.0.2.10.80: Flags [S], cksum 0xcc3c (incorrect -> 0x6c9c), seq 1, win 64240, length 0",
        "10.0.0.2.53 > 192.0.2.10.7: [bad udp cksum 0xcc3c -> 0x6c9c!] UDP, length 100",
        "IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60, bad cksum 1 (->2)!)",
        "10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64 (wrong icmp cksum 1 (->2)!)"})
    void shouldNoticeWrongChecksums(String line) {
        assertThat(ChecksumWatch.wrong("a\n" + line + "\nb\n")).containsExactly(line);
    }

    @Test
    void shouldNotMindTheOthers() {
        assertThat(ChecksumWatch.wrong("""
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)
            10.0.0.2.33012 > 192.0.2.10.80: Flags [S], cksum 0xcc3c (correct), seq 1, win 64240, length 0
            10.0.0.2.53 > 192.0.2.10.7: [udp sum ok] UDP, length 100
            10.0.0.2.53 > 192.0.2.10.7: [no cksum] UDP, length 100
            """)).isEmpty();
    }
}
