package dev.roadstead.cli;

import dev.roadstead.model.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as in manifests, more than nothing. For picocli. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        try {
            Duration duration = GoDuration.parse(value);
            if (duration.isPositive()) {
                return duration;
            }
            throw new TypeConversionException("'" + value + "' is no time at all; expected more, such as 10m");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
