package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void aFullDiskFailsTheCommandAndIsNamed() {
        assertThat(run(refusing("No space left on device"))).isEqualTo(ExitCode.FAILED);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("roadstead: cannot write to standard output: No space left on device");
    }

    @Test
    void aReaderThatWantsNoMoreIsNotToldOfIt() {
        assertThat(run(refusing("Broken pipe"))).isEqualTo(ExitCode.FAILED);
        assertThat(errors.size()).isZero();
    }

    @Test
    void whatIsWrittenIsWhatWasPrinted() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run(out)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: roadstead rollout undo");
        assertThat(errors.size()).isZero();
    }

    private int run(OutputStream out) {
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        return Main.run(new StandardOutput(out), err, "rollout", "undo", "--help");
    }

    private static OutputStream refusing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
