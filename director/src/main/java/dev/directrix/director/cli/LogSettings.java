package dev.directrix.director.cli;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells {@code logback.xml} what the command line asks for. Must come before the first logger of the program. */
public final class LogSettings {

    private static final String FORMAT = "directrix.log.format";
    private static final String LEVEL = "directrix.log.level";

    private LogSettings() {
    }

    /** Log levels. */
    public enum Level { ERROR, WARN, INFO, DEBUG, TRACE }

    /** Log formats. */
    public enum Format { TEXT, JSON }

    /** From now on everything is logged so. */
    public static void apply(final Format format, final Level level) {
        System.setProperty(FORMAT, format.name().toLowerCase(Locale.ROOT));
        System.setProperty(LEVEL, level.name().toLowerCase(Locale.ROOT));
    }

    static Logger logger() {
        return LoggerFactory.getLogger("dev.directrix.director.Directrix");
    }
}
