package dev.directrix.lab.run;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The product as the lab's directors run it: this JVM's Java with the fat jar. */
public record DirectrixProgram(Path java, Path jar) {
    /** Small heaps and a quick start: a lab runs several directors beside each other. */
    private static final String FLAGS = "-XX:+UseSerialGC -Xmx512m -XX:-UsePerfData";

    /** Flags of a speaker by itself: those that {@code ./directrix bgp run} gives. */
    public static final List<String> SPEAKER_FLAGS =
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto");

    /** The jar named by system property {@code directrix.jar}, else the one that this class came from. */
    public static DirectrixProgram here() {
        Path jar = Optional.ofNullable(System.getProperty("directrix.jar")).map(Path::of)
            .or(DirectrixProgram::ownJar)
            .filter(Files::isRegularFile)
            .orElseThrow(() -> new LabException("directrix.jar is not built: run ./directrix, or mvn package"));
        return new DirectrixProgram(Path.of(System.getProperty("java.home"), "bin", "java"), jar.toAbsolutePath());
    }

    /** A shell script that stands for the {@code directrix} command inside a node. */
    String launcher() {
        return "#!/bin/sh\nexec '" + java + "' " + FLAGS + " -jar '" + jar + "' \"$@\"\n";
    }

    private static Optional<Path> ownJar() {
        try {
            Path code = Path.of(DirectrixProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Optional.of(code).filter(Files::isRegularFile);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
