package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the options of {@code run} make of {@code logback.xml}. */
class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
        System.clearProperty("directrix.log.format");
        System.clearProperty("directrix.log.level");
    }

    private Logger root() throws JoranException {
        final JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static ConsoleAppender<ILoggingEvent> onlyAppender(final Logger root) {
        final var appenders = root.iteratorForAppenders();
        final ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) appenders.next();
        assertThat(appenders).isExhausted();
        assertThat(appender.getTarget()).isEqualTo("System.err");
        return appender;
    }

    private String line(final ConsoleAppender<ILoggingEvent> appender) {
        final LoggingEvent event = new LoggingEvent("", context.getLogger("dev.directrix.Example"), Level.WARN,
            "VIP {} \"withdrawn\"", null, new Object[] {"192.0.2.10"});
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteTextForPeople() throws JoranException {
        LogSettings.apply(LogSettings.Format.TEXT, LogSettings.Level.INFO);
        final Logger root = root();

        assertThat(root.getLevel()).isEqualTo(Level.INFO);
        assertThat(onlyAppender(root).getEncoder()).isInstanceOf(PatternLayoutEncoder.class);
        assertThat(line(onlyAppender(root))).matches(
            "\\d{4}(-\\d\\d){2}T\\d\\d(:\\d\\d){2}\\.\\d{3}\\S+ WARN  Example: VIP 192\\.0\\.2\\.10 \"withdrawn\"\n");
    }

    @Test
    void shouldWriteJsonForPrograms() throws JoranException {
        LogSettings.apply(LogSettings.Format.JSON, LogSettings.Level.DEBUG);
        final Logger root = root();

        assertThat(root.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(onlyAppender(root).getEncoder()).isInstanceOf(JsonEncoder.class);
        final JsonFields event = JsonFields.of(JsonText.parse(line(onlyAppender(root))));
        assertThat(event.text("formattedMessage")).isEqualTo("VIP 192.0.2.10 \"withdrawn\"");
        assertThat(event.text("level")).isEqualTo("WARN");
    }

    @Test
    void shouldOnlyWarnInOtherCommands() throws JoranException {
        assertThat(root().getLevel()).isEqualTo(Level.WARN);
    }
}
