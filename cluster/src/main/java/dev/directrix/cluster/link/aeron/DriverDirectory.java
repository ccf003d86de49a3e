package dev.directrix.cluster.link.aeron;

import dev.directrix.cluster.link.LinkException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import org.agrona.IoUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one driver, and beside it a file that its process holds locked as long as it lives: what a process
 * that was killed left behind is known by a lock that is free, and is deleted by the next one. Not thread-safe.
 */
final class DriverDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriverDirectory.class);
    private static final String PREFIX = "directrix-aeron-";
    private static final String NEW = ".new";
    private static final String LOCK = ".lock";
    private static final int ATTEMPTS = 10;

    private final Path path;
    private final Path lockFile;
    private final FileChannel lock;

    private DriverDirectory(final Path path, final Path lockFile, final FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Deletes what dead processes left in a directory, and takes a place of its own there.
     *
     * @throws LinkException if there is no place to write
     */
    static DriverDirectory create(final Path parent, final Random random) {
        try {
            Files.createDirectories(parent);
            deleteStale(parent);
            for (int i = 0; i < ATTEMPTS; i++) {
                final String name = PREFIX + Long.toHexString(random.nextLong());
                final Path unlocked = parent.resolve(name + NEW);
                final Optional<FileChannel> lock = tryLock(unlocked, StandardOpenOption.CREATE_NEW);
                if (lock.isPresent()) {
                    final Path lockFile = parent.resolve(name + LOCK); // only now others look at it
                    Files.move(unlocked, lockFile, StandardCopyOption.ATOMIC_MOVE);
                    return new DriverDirectory(parent.resolve(name), lockFile, lock.get());
                }
            }
            throw new IOException("every lock file was taken away");
        } catch (final IOException e) {
            throw new LinkException("no place for Aeron's files in " + parent
                    + "; it must be a directory that can be written", e);
        }
    }

    Path path() {
        return path;
    }

    /** Deletes it. */
    @Override
    public void close() {
        try (lock) {
            IoUtil.delete(path.toFile(), true);
            Files.deleteIfExists(lockFile);
        } catch (final IOException e) {
            LOG.warn("Aeron's files in {} could not be deleted: {}; the next start will", path, e.toString());
        }
    }

    private static void deleteStale(final Path parent) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
            for (final Path lockFile : locks) {
                deleteIfStale(parent, lockFile);
            }
        }
    }

    private static void deleteIfStale(final Path parent, final Path lockFile) {
        try {
            final Optional<FileChannel> lock = tryLock(lockFile, StandardOpenOption.WRITE);
            if (lock.isPresent()) {
                final String name = lockFile.getFileName().toString();
                final Path stale = parent.resolve(name.substring(0, name.length() - LOCK.length()));
                LOG.info("deleting {}: its process is gone", stale);
                new DriverDirectory(stale, lockFile, lock.get()).close();
            }
        } catch (final IOException e) {
            LOG.debug("{} is somebody else's: {}", lockFile, e.toString());
        }
    }

    /** The locked file; empty if somebody holds the lock. */
    private static Optional<FileChannel> tryLock(final Path file, final StandardOpenOption how) throws IOException {
        final FileChannel channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
        try {
            final FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(channel);
            }
        } catch (final OverlappingFileLockException e) {
            LOG.debug("{} is of another driver in this process", file, e);
        }
        channel.close();
        return Optional.empty();
    }
}
