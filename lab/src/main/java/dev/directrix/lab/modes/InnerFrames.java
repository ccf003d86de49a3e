package dev.directrix.lab.modes;

import dev.directrix.lab.run.LabException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes what is inside the tunnels of a capture to another one: tcpdump does not look into all of them. */
final class InnerFrames {
    private static final int FILE_HEADER = 24;
    private static final int FRAME_HEADER = 16;
    private static final int CAPTURED_AT = 8;
    private static final int ORIGINAL_AT = 12;
    private static final int MAGIC = 0xa1b2_c3d4;
    private static final int BUFFER = 1 << 20;

    private InnerFrames() {
    }

    /**
     * What was in a capture.
     *
     * @param frames  all of them
     * @param written those with a tunnel, which the other file has without it
     */
    record Count(long frames, long written) {
    }

    /**
     * Reads a capture (pcap, microseconds, this machine's byte order: what tcpdump writes here).
     *
     * @throws LabException if it has another form, or frames that were not captured whole
     */
    static Count copy(Path capture, Path inner) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(capture), BUFFER);
             OutputStream out = new BufferedOutputStream(Files.newOutputStream(inner), BUFFER)) {
            byte[] fileHeader = in.readNBytes(FILE_HEADER);
            if (fileHeader.length < FILE_HEADER || order(fileHeader).getInt(0) != MAGIC) {
                throw new LabException(capture + " is no capture of tcpdump");
            }
            out.write(fileHeader);
            return copy(capture, in, out);
        } catch (IOException e) {
            throw new LabException(capture + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Count copy(Path capture, InputStream in, OutputStream out) throws IOException {
        long frames = 0;
        long written = 0;
        byte[] header = in.readNBytes(FRAME_HEADER);
        while (header.length == FRAME_HEADER) {
            ByteBuffer fields = order(header);
            int captured = fields.getInt(CAPTURED_AT);
            byte[] frame = in.readNBytes(captured);
            frames++;
            if (frame.length < captured || captured < fields.getInt(ORIGINAL_AT)) {
                throw new LabException(capture + ": frame " + frames + " is not whole");
            }
            Optional<byte[]> stripped = TunnelHeaders.strip(frame);
            if (stripped.isPresent()) {
                byte[] bytes = stripped.orElseThrow();
                fields.putInt(CAPTURED_AT, bytes.length).putInt(ORIGINAL_AT, bytes.length);
                out.write(header);
                out.write(bytes);
                written++;
            }
            header = in.readNBytes(FRAME_HEADER);
        }
        return new Count(frames, written);
    }

    private static ByteBuffer order(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
