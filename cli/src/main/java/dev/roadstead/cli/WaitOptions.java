package dev.roadstead.cli;

import dev.roadstead.model.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --wait} and {@code --timeout} of a command that asks for something that takes long. */
final class WaitOptions {
    @Option(names = "--wait", description = "Return when it has ended, and say how.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Converter.class,
            description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
    private Timeout timeout;

    /** @param usual how long it waits when nothing else is said */
    WaitOptions(Duration usual) {
        this.timeout = new Timeout(usual);
    }

    /** Help shows it as people write it. */
    record Timeout(Duration length) {
        @Override
        public String toString() {
            return GoDuration.format(length);
        }
    }

    static final class Converter implements ITypeConverter<Timeout> {
        @Override
        public Timeout convert(String value) {
            return new Timeout(new DurationConverter().convert(value));
        }
    }

    boolean wanted() {
        return wait;
    }

    Duration timeout() {
        return timeout.length();
    }
}
