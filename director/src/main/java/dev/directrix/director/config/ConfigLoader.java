package dev.directrix.director.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads configuration files. Immutable. */
public final class ConfigLoader {

    private static final int MAX_OCTETS = 1 << 20;

    private final SecretFile secrets;

    /** A loader for the machine that shall run the director: secrets must be there. */
    public ConfigLoader() {
        this(true);
    }

    private ConfigLoader(final boolean secretsMustExist) {
        this.secrets = new SecretFile(secretsMustExist);
    }

    /** A loader for any other machine: files with secrets that are not there are warnings. */
    public static ConfigLoader offline() {
        return new ConfigLoader(false);
    }

    /**
     * Reads a file and the secrets that it names. Nothing but files is looked at: whether an interface exists is
     * {@link EnvironmentCheck}'s question.
     *
     * @throws ConfigException with every error of the file
     */
    public LoadedConfig load(final Path file) {
        return parse(file, contents(file));
    }

    /** As {@link #load}, of a text that would be in that file. */
    LoadedConfig parse(final Path file, final String text) {
        final Reading reading = new Reading(file);
        return reading.result(new ConfigReader(secrets).read(Value.root(reading, compose(file, text))));
    }

    private static String contents(final Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw failure(file, Position.START, "the file is longer than 1 MiB; is it the right one?");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (final NoSuchFileException e) {
            throw failure(file, Position.START, "the file does not exist; check the path");
        } catch (final AccessDeniedException e) {
            throw failure(file, Position.START, "the file cannot be read; run as a user who may");
        } catch (final CharacterCodingException e) {
            throw failure(file, Position.START, "the file is not UTF-8 text; save it as UTF-8");
        } catch (final IOException e) {
            throw failure(file, Position.START, "the file cannot be read: " + e.getMessage());
        }
    }

    private static Node compose(final Path file, final String text) {
        final Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(file.toString())
                .setAllowNonScalarKeys(true).build()).composeString(text);
        } catch (final MarkedYamlEngineException e) {
            throw failure(file, e.getProblemMark().map(Value::positionOf).orElse(Position.START),
                "not valid YAML: " + problem(e)
                    + "; check indentation, quotes and brackets here and above");
        } catch (final YamlEngineException e) {
            throw failure(file, Position.START,
                "not valid YAML: " + oneLine(e.getMessage()) + "; remove what is not text");
        }
        return root.orElseThrow(() ->
            failure(file, Position.START, "the file is empty; begin with the section 'node'"));
    }

    private static String problem(final MarkedYamlEngineException e) {
        final boolean whole = e.getContext() == null || !e.getProblem().startsWith("but ");
        return oneLine(whole ? e.getProblem() : e.getContext() + ", " + e.getProblem());
    }

    private static String oneLine(final String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static ConfigException failure(final Path file, final Position position, final String message) {
        return new ConfigException(List.of(new ConfigError(file.toString(), position, message)));
    }
}
