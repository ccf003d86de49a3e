package dev.directrix.director.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the files that hold secrets. */
final class SecretFile {

    private static final int MAX_OCTETS = 4096;
    private static final Set<PosixFilePermission> TOO_OPEN =
        Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final boolean mustExist;

    /**
     * How strict to be.
     *
     * @param mustExist false: a file that cannot be read is only worth a warning, as when a configuration is checked on
     *                  another machine
     */
    SecretFile(final boolean mustExist) {
        this.mustExist = mustExist;
    }

    /**
     * Reads the file that a value names, without the white space around it.
     *
     * @param howToMake what to do where it is missing
     * @param parser    gives the secret, or an {@link IllegalArgumentException} that does not show it
     */
    <T> Optional<T> read(final Value value, final String howToMake, final Function<String, T> parser) {
        return readOctets(value, howToMake, octets ->
            parser.apply(new String(octets, StandardCharsets.UTF_8).strip()));
    }

    /** As {@link #read}, of a secret that need not be text, with the white space around it. */
    <T> Optional<T> readOctets(final Value value, final String howToMake, final Function<byte[], T> parser) {
        return value.file().flatMap(file -> {
            try {
                final byte[] octets = contents(file);
                if (new String(octets, StandardCharsets.UTF_8).isBlank()) {
                    return value.error(file + " is empty; " + howToMake);
                }
                warnIfOpen(value, file);
                return Optional.of(parser.apply(octets));
            } catch (final NoSuchFileException e) {
                return unreadable(value, file + " does not exist; " + howToMake);
            } catch (final IOException e) {
                final String hint = "run as a user who may read it, or correct its owner and mode";
                return unreadable(value, file + " cannot be read (" + reason(e) + "); " + hint);
            } catch (final IllegalArgumentException e) {
                return value.error(file + ": " + e.getMessage());
            }
        });
    }

    /**
     * A file that somebody else reads later: it must be there, and readable.
     *
     * @param secret whether nobody else on the machine should be able to read it
     */
    Optional<Path> present(final Value value, final boolean secret) {
        return value.file().flatMap(file -> {
            try (InputStream in = opened(file)) {
                if (in.read() < 0) {
                    return value.error(file + " is empty; is it the right one?");
                }
                if (secret) {
                    warnIfOpen(value, file);
                }
                return Optional.of(file);
            } catch (final NoSuchFileException e) {
                return unreadable(value, file + " does not exist; check the path");
            } catch (final IOException e) {
                return unreadable(value, file + " cannot be read (" + reason(e) + "); run as a user who may read it,"
                    + " or correct its owner and mode");
            }
        });
    }

    private static byte[] contents(final Path file) throws IOException {
        try (InputStream in = opened(file)) {
            final byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw new IOException("it is longer than " + MAX_OCTETS + " octets");
            }
            return octets;
        }
    }

    private static InputStream opened(final Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        return Files.newInputStream(file);
    }

    private static void warnIfOpen(final Value value, final Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
            && Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
            value.warn(file + " is open to every user of this machine; run 'chmod o= " + file + "'");
        }
    }

    private <T> Optional<T> unreadable(final Value value, final String message) {
        if (mustExist) {
            return value.error(message);
        }
        value.warn(message);
        return Optional.empty();
    }

    private static String reason(final IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
