package dev.directrix.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.directrix.cluster.message.MessageException.Reason;
import dev.directrix.forwarder.epoch.Exceptions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
    private static final int OFFSET = 7;
    private static final Flows TWO = new Flows(
            new long[] {0x1122334455667788L, -1}, new int[] {0, Exceptions.MAX_POOL},
            new int[] {5, Exceptions.MAX_SERVER});
    private static final String TWO_HEX = "02" + "8877665544332211" + "0500000000" + "ffffffffffffffff" + "feffffff0f";

    static List<Arguments> golden() {
        return List.of(
                Arguments.of(new Message.Pin(0x0102, 0x0304, TWO), "0101" + "0201000000000000" + "0403000000000000"
                        + TWO_HEX),
                Arguments.of(new Message.PinAck(0x0102, 0x0304), "0102" + "0201000000000000" + "0403000000000000"),
                Arguments.of(new Message.SnapshotRequest(), "0103"),
                Arguments.of(new Message.Snapshot(9, TWO, true), "0104" + "0900000000000000" + "01" + TWO_HEX),
                Arguments.of(new Message.Snapshot(9, Flows.NONE, false), "0104" + "0900000000000000" + "00" + "00"),
                Arguments.of(new Message.SnapshotAck(9), "0105" + "0900000000000000"),
                Arguments.of(new Message.Handover(9, TWO), "0106" + "0900000000000000" + TWO_HEX),
                Arguments.of(new Message.HandoverAck(9), "0107" + "0900000000000000"),
                Arguments.of(new Message.GrantRequest(-2), "0108" + "feffffffffffffff"),
                Arguments.of(new Message.Grant(2), "0109" + "0200000000000000"),
                Arguments.of(new Message.Talk(7, true, true, new byte[] {0x6f, 0x6b}),
                        "010a" + "0700000000000000" + "03" + "6f6b"),
                Arguments.of(new Message.Abandon(9), "010b" + "0900000000000000"),
                Arguments.of(new Message.Switched(9), "010c" + "0900000000000000"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldWriteTheSameOctetsForever(final Message message, final String octets) {
        assertThat(HexFormat.of().formatHex(encoded(message))).isEqualTo(octets);
        assertThat(decoded(HexFormat.of().parseHex(octets))).isEqualTo(message);
    }

    @Test
    void shouldHaveGoldenOctetsOfEveryType() {
        assertThat(golden()).extracting(arguments -> MessageType.of((Message) arguments.get()[0]))
                .contains(MessageType.values());
    }

    @Test
    void shouldReadWhatItWrites() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            final Message message = GeneratedMessages.draw(random);
            final byte[] body = encoded(message);

            assertThat(body.length).isLessThanOrEqualTo(MessageCodec.MAX_LENGTH);
            assertThat(decoded(body)).isEqualTo(message);
        }
    }

    @Test
    void shouldFillTheLongestBodyWithFlows() {
        final int most = MessageCodec.MOST_FLOWS;
        final Message full = new Message.Pin(1, 0, new Flows(new long[most], new int[most], new int[most]));

        assertThat(most).isEqualTo(98);
        assertThat(encoded(full)).hasSize(1_293);
    }

    @ParameterizedTest
    @CsvSource({
        "'', WRONG_LENGTH, 'body of 0 octets, a message has 2 to 1300'",
        "01, WRONG_LENGTH, 'body of 1 octets, a message has 2 to 1300'",
        "0203, NEWER_VERSION, 'message of version 2, this director knows 1: upgrade it'",
        "ff03, NEWER_VERSION, 'message of version 255, this director knows 1: upgrade it'",
        "0003, UNKNOWN_TYPE, 'message of version 0, there is none'",
        "0100, UNKNOWN_TYPE, message of unknown type 0",
        "010d, UNKNOWN_TYPE, message of unknown type 13",
        "010a0900000000000000, WRONG_LENGTH, 'TALK of 10 octets, it has at least 11'",
        "010a090000000000000004, OUT_OF_RANGE, 'TALK: flags 4 are unknown'",
        "010300, WRONG_LENGTH, 'SNAPSHOT_REQUEST of 3 octets, it has 2'",
        "0105090000000000, WRONG_LENGTH, 'SNAPSHOT_ACK of 8 octets, it has 10'",
        "0105ffffffffffffffff, OUT_OF_RANGE, 'SNAPSHOT_ACK: count 18446744073709551615 is above 9007199254740992'",
        "01060900000000000000, WRONG_LENGTH, 'HANDOVER of 10 octets, it has at least 11'",
        "0106090000000000000001, WRONG_LENGTH, 'HANDOVER of 11 octets, it has 24'",
        "0106090000000000000063, OUT_OF_RANGE, 'HANDOVER: 99 flows, one message tells 98'",
        "0106000000000000000001000000000000000000000000ff, OUT_OF_RANGE, "
            + "'HANDOVER: flow 0 of pool 65280 to server 0, the greatest are 4095 and 16777214'",
        "01060000000000000000010000000000000000ffffff0000, OUT_OF_RANGE, "
            + "'HANDOVER: flow 0 of pool 0 to server 16777215, the greatest are 4095 and 16777214'",
        "010600000000000020000100000000000000000500000000, OUT_OF_RANGE, "
            + "'HANDOVER: first 9007199254740992 and 1 flows are above 9007199254740992'",
        "010409000000000000000200, OUT_OF_RANGE, 'SNAPSHOT: last 2 is neither 0 nor 1'"
    })
    void shouldSayWhyABodyIsRefused(final String octets, final Reason reason, final String message) {
        final MessageException refused =
                catchThrowableOfType(MessageException.class, () -> decoded(HexFormat.of().parseHex(octets)));

        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @Test
    void shouldRefuseToWriteWhatCannotBeRead() {
        final int tooMany = MessageCodec.MOST_FLOWS + 1;
        assertThatThrownBy(() -> encoded(new Message.Handover(0,
                new Flows(new long[tooMany], new int[tooMany], new int[tooMany]))))
                .hasMessage("99 flows, one message tells 98");
        assertThatThrownBy(() -> encoded(new Message.Handover(0,
                new Flows(new long[1], new int[] {4_096}, new int[1]))))
                .hasMessage("flow 0 of pool 4096 to server 0 cannot be told");
        assertThatThrownBy(() -> encoded(new Message.Handover(0,
                new Flows(new long[1], new int[1], new int[] {-1}))))
                .hasMessage("flow 0 of pool 0 to server -1 cannot be told");
        assertThatThrownBy(() -> encoded(new Message.PinAck(-1, 0))).hasMessage("settle -1 cannot be told");
    }

    @Test
    void shouldReadNothingBehindTheBody() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);
        final int length = MessageCodec.encode(new Message.SnapshotAck(1), buffer, 6);

        assertThat(length).isEqualTo(10);
        assertThatThrownBy(() -> MessageCodec.decode(buffer, 7, length)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] encoded(final Message message) {
        final byte[] octets = new byte[OFFSET + MessageCodec.MAX_LENGTH];
        final int length = MessageCodec.encode(message, new UnsafeBuffer(octets), OFFSET);
        return Arrays.copyOfRange(octets, OFFSET, OFFSET + length);
    }

    private static Message decoded(final byte[] body) {
        return MessageCodec.decode(new UnsafeBuffer(body), 0, body.length);
    }
}
