package dev.directrix.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exchange with the kernel, played from a script. */
class RouteNetlinkTest {

    private static final int NLM_F_MULTI = 2;

    private final Script script = new Script();
    private final RouteNetlink netlink = new RouteNetlink(script);

    @Test
    void shouldDumpAgainWhenTheTableChangedMeanwhile() {
        script.answer(link(1, 9, NetlinkMessage.NLM_F_DUMP_INTR), done(1, 0));
        script.answer(link(2, 5, 0));
        script.answer(link(2, 6, 0), done(2, 0));
        assertThat(netlink.links()).extracting(Link::index).containsExactly(5, 6);
        assertThat(script.requests).hasSize(2);
    }

    @Test
    void shouldGiveUpOnATableThatNeverStops() {
        for (int i = 1; i <= 50; i++) {
            script.answer(link(i, 1, NetlinkMessage.NLM_F_DUMP_INTR), done(i, 0));
        }
        assertThatThrownBy(netlink::links).matches(e -> ((LinuxException) e).is(Errno.EINTR));
    }

    @Test
    void shouldIgnoreAnswersToOtherQuestions() {
        script.answer(link(77, 3, 0), done(77, 0), link(1, 4, 0), done(1, 0));
        assertThat(netlink.links()).extracting(Link::index).containsExactly(4);
    }

    @Test
    void shouldReportAnErrorAtTheEndOfADump() {
        script.answer(link(1, 3, 0), done(1, Errno.ENOMEM.number()));
        assertThatThrownBy(netlink::links).hasMessage("dump links: ENOMEM (Cannot allocate memory)");
    }

    @Test
    void shouldTakeNoRouteForAnEmptyAnswer() throws Exception {
        final InetAddress target = InetAddress.getByName("192.0.2.1");
        script.answer(error(1, Errno.ENETUNREACH.number()));
        assertThat(netlink.lookup(target)).isEmpty();
        script.answer(error(2, Errno.EPERM.number()));
        assertThatThrownBy(() -> netlink.lookup(target)).hasMessageContaining("EPERM");
    }

    @Test
    void shouldFallBackToASingleResolutionOnOldKernels() throws Exception {
        script.answer(error(1, Errno.ENOENT.number()));
        script.answer(error(2, Errno.EINVAL.number()));
        script.answer(error(3, 0));
        netlink.resolve(4, InetAddress.getByName("10.0.0.1"));
        assertThat(script.requests).hasSize(3);
        assertThat(script.requests.get(1)).hasSize(44);
        assertThat(script.requests.get(2)).hasSize(36);
        assertThat(script.requests.get(2)[26]).isEqualTo((byte) 1);
    }

    @Test
    void shouldWriteRequestsAsTheKernelReadsThem() throws Exception {
        final ByteBuffer request = ByteBuffer.wrap(RouteRequest.lookup(InetAddress.getByName("192.0.2.7"), 42))
                .order(ByteOrder.nativeOrder());
        assertThat(request.getInt(0)).isEqualTo(36);
        assertThat(request.getShort(4)).isEqualTo((short) 26);
        assertThat(request.getInt(8)).isEqualTo(42);
        assertThat(request.get(16)).isEqualTo((byte) 2);
        assertThat(request.get(17)).isEqualTo((byte) 32);
        assertThat(request.getShort(28)).isEqualTo((short) 8);
        assertThat(request.getInt(32)).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 192, 0, 2, 7})
                .order(ByteOrder.nativeOrder()).getInt());
    }

    private static NetlinkMessage link(final int sequence, final int index, final int flags) {
        return new NetlinkMessage(RouteProtocol.RTM_NEWLINK, NLM_F_MULTI | flags, sequence,
                ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putInt(4, index));
    }

    private static NetlinkMessage done(final int sequence, final int errno) {
        return new NetlinkMessage(NetlinkMessage.NLMSG_DONE, NLM_F_MULTI, sequence,
                ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, -errno));
    }

    private static NetlinkMessage error(final int sequence, final int errno) {
        return new NetlinkMessage(NetlinkMessage.NLMSG_ERROR, 0, sequence,
                ByteBuffer.allocate(20).order(ByteOrder.nativeOrder()).putInt(0, -errno));
    }

    /** Answers in the order that the test wrote them. */
    private static final class Script implements NetlinkTransport {

        private final Deque<List<NetlinkMessage>> answers = new ArrayDeque<>();
        private final List<byte[]> requests = new ArrayList<>();

        void answer(final NetlinkMessage... datagram) {
            answers.add(List.of(datagram));
        }

        @Override
        public void send(final byte[] request) {
            requests.add(request);
        }

        @Override
        public List<NetlinkMessage> receive() {
            return answers.remove();
        }

        @Override
        public void close() {
            answers.clear();
        }
    }
}
