package dev.directrix.director.cli;

import dev.directrix.director.config.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration such as {@code 10s}. */
final class TimeConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(final String text) {
        try {
            return DurationText.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
