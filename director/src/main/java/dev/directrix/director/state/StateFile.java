package dev.directrix.director.state;

import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.reconcile.Overrides;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The state file of a director: a small text that is replaced as a whole. The new one is written beside the old one,
 * brought to the disk, renamed over it, and the directory is brought to the disk: after a loss of power there is the
 * one or the other, never a part. Used by one thread at a time.
 */
public final class StateFile implements CommandStore {

    private static final int MAX_OCTETS = 1 << 20;

    private final Path file;
    private final String director;

    /**
     * The file of a director; nothing is touched yet.
     *
     * @param director its name: the file of another one is not believed
     */
    public StateFile(final Path file, final String director) {
        this.file = file;
        this.director = director;
    }

    @Override
    public Overrides read() {
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw new IllegalArgumentException("it is longer than 1 MiB");
            }
            return StateText.read(director,
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (final NoSuchFileException e) {
            return Overrides.NONE;
        } catch (final CharacterCodingException e) {
            throw new StateException(file + " is no state file of this director: it is not UTF-8 text", e);
        } catch (final IllegalArgumentException | JsonException e) {
            throw new StateException(file + " is no state file of this director: " + e.getMessage(), e);
        } catch (final IOException e) {
            throw new StateException(file + " cannot be read: " + reason(e), e);
        }
    }

    @Override
    public void write(final Overrides commands) {
        final Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        final Path beside = directory.resolve(file.getFileName() + ".new");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(beside);
            try (FileChannel out = FileChannel.open(beside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                final ByteBuffer text = StandardCharsets.UTF_8.encode(StateText.write(director, commands));
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        } catch (final IOException e) {
            throw new StateException(file + " cannot be written: " + reason(e), e);
        }
    }

    private static String reason(final IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "a part of the path is no directory";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
