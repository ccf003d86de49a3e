package dev.directrix.director.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A listening Unix domain socket of mode 0600 at a path. It is bound inside a private directory, gets its mode there,
 * and only then its name, by link(2): at no moment can another user connect, and of two directors that start at once
 * only one gets the name. A socket that nobody answers at, left by a crash, gives way.
 */
final class ControlSocketFile implements AutoCloseable {

    private static final Set<PosixFilePermission> SOCKET_MODE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwx------");
    private static final int ATTEMPTS = 10;

    private final Path path;
    private final ServerSocketChannel channel;
    private final Object identity;

    private ControlSocketFile(final Path path, final ServerSocketChannel channel, final Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * Makes the socket, and the directory that it is in.
     *
     * @throws ControlException if a director answers there already, or the path cannot be used
     */
    static ControlSocketFile open(final Path path) {
        try {
            Files.createDirectories(path.getParent());
            final Path workshop = workshop(path);
            try {
                return make(path, workshop);
            } finally {
                Files.deleteIfExists(workshop.resolve("s"));
                Files.deleteIfExists(workshop.resolve("o"));
                Files.delete(workshop);
            }
        } catch (final AccessDeniedException e) {
            throw new ControlException("control socket " + path + " cannot be made: permission denied at " + e.getFile()
                + "; run as root, or choose another node.control-socket", e);
        } catch (final IOException e) {
            throw new ControlException("control socket " + path + " cannot be made: " + e.getMessage()
                + "; choose another node.control-socket", e);
        }
    }

    /** A directory beside the socket, as links stay within one file system; its name is short, as paths must be. */
    private static Path workshop(final Path path) throws IOException {
        final String name = ".dx" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return Files.createDirectory(path.resolveSibling(name + (char) ('a' + i)),
                    PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
            } catch (final FileAlreadyExistsException e) {
                // Left by a director that died in the middle; the next letter is free.
            }
        }
        throw new IOException("too many directories " + path.resolveSibling(name) + "* are in the way");
    }

    private static ControlSocketFile make(final Path path, final Path workshop) throws IOException {
        final Path unnamed = workshop.resolve("s");
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(unnamed), 128);
            Files.setPosixFilePermissions(unnamed, SOCKET_MODE);
            for (int i = 0; i < ATTEMPTS; i++) {
                if (link(path, unnamed)) {
                    return new ControlSocketFile(path, channel, identityOf(path).orElse(channel));
                }
                removeStale(path, workshop.resolve("o"));
            }
            throw new IOException("others keep taking the name");
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean link(final Path path, final Path existing) throws IOException {
        try {
            Files.createLink(path, existing);
            return true;
        } catch (final FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Takes a dead socket away; one that turns out alive in between gets its name back. */
    private static void removeStale(final Path path, final Path taken) throws IOException {
        if (isAlive(path)) {
            throw busy(path);
        }
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
                throw new ControlException("control socket " + path + " cannot be made: something else has that name;"
                    + " remove it, or choose another node.control-socket");
            }
            Files.move(path, taken);
        } catch (final NoSuchFileException e) {
            return;
        }
        if (isAlive(taken)) {
            link(path, taken);
            throw busy(path);
        }
        Files.delete(taken);
    }

    private static boolean isAlive(final Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (final IOException e) {
            return false;
        }
    }

    private static ControlException busy(final Path path) {
        return new ControlException("control socket " + path + " is busy: another director answers there;"
            + " stop it, or give this one another node.control-socket");
    }

    private static Optional<Object> identityOf(final Path path) {
        try {
            return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Stops listening, and removes the name if it is still this socket's. */
    @Override
    public void close() {
        try {
            if (identityOf(path).filter(identity::equals).isPresent()) {
                Files.deleteIfExists(path);
            }
            channel.close();
        } catch (final IOException e) {
            throw new ControlException("control socket " + path + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
