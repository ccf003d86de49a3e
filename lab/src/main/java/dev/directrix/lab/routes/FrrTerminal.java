package dev.directrix.lab.routes;

import dev.directrix.lab.run.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Asks an FRR daemon through the socket that vtysh uses, without starting a vtysh for each question: that would take
 * the CPU from those that are measured. Not thread-safe.
 */
final class FrrTerminal implements AutoCloseable {

    /** An answer ends with three of these and a return code. */
    private static final byte[] END = new byte[3];

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);

    /** Opens the daemon's socket. */
    FrrTerminal(final Path socket) {
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (final IOException e) {
            throw new LabException(socket + " cannot be opened: is the FRR daemon up?", e);
        }
    }

    /** The daemon's answer. */
    String ask(final String question) {
        try {
            channel.write(ByteBuffer.wrap((question + "\0").getBytes(StandardCharsets.UTF_8)));
            final ByteArrayOutputStream answer = new ByteArrayOutputStream();
            while (!isWhole(answer.toByteArray())) {
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    throw new LabException("the FRR daemon hung up on '" + question + "'");
                }
                answer.write(buffer.array(), 0, buffer.position());
            }
            return answer.toString(StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new LabException("the FRR daemon does not answer '" + question + "'", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new LabException("the socket of the FRR daemon cannot be closed", e);
        }
    }

    private static boolean isWhole(final byte[] answer) {
        final int end = answer.length - END.length - 1;
        return end >= 0 && Arrays.equals(answer, end, end + END.length, END, 0, END.length);
    }
}
