package dev.directrix.lab.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MrtFileTest {

    @Test
    void shouldWriteOnePeerAndEachRouteWithItsAttributesAndTheFirstAgain() {
        final String hex = HexFormat.of().formatHex(MrtFile.of(new RouteSet(2, 2), 0x0a630002, 1));
        final String peers = "00000000" + "000d" + "0001" + "00000015"
            + "0a630002" + "0000" + "0001" + "02" + "0a630002" + "0a630002" + "0000fe4d";
        final String head = "00000000" + "000d" + "0002" + "0000002e";
        final String path = "40010100" + "400200" + "4003040a630002";
        final String entry = "0001" + "0000" + "00000000" + "001c";
        assertThat(hex).isEqualTo(peers
            + head + "00000000" + "18140000" + entry + path + "80040400000065" + "c00804fe4d0001"
            + head + "00000001" + "18140001" + entry + path + "80040400000066" + "c00804fe4d0002"
            + head + "00000000" + "18140000" + entry + path + "80040400000065" + "c00804fe4d0001");
    }
}
