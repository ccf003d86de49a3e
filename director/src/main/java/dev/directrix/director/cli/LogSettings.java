package dev.directrix.director.cli;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells {@code logback.xml} what the command line asks for. Must come before the first logger of the program. */
final class LogSettings {

    private static final String FORMAT = "directrix.log.format";
    private static final String LEVEL = "directrix.log.level";

    private LogSettings() {
    }

    static void apply(final RunCommand.Format format, final RunCommand.Level level) {
        System.setProperty(FORMAT, format.name().toLowerCase(Locale.ROOT));
        System.setProperty(LEVEL, level.name().toLowerCase(Locale.ROOT));
    }

    static Logger logger() {
        return LoggerFactory.getLogger("dev.directrix.director.Directrix");
    }
}
