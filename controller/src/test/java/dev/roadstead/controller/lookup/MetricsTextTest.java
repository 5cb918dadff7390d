package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.lookup.MetricsText.MalformedException;
import dev.roadstead.controller.lookup.MetricsText.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {
    private static final int MOST = 1 << 20;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void samplesAreReadAsTheFormatSays() throws IOException {
        assertThat(read("""
                # HELP wanted What it is.
                # TYPE wanted counter

                wanted 1
                wanted{} 2 1395066363000
                wanted{a="b"} 3.0
                  wanted { a = "b" , c="d", }\t4e+00
                wanted{path="C:\\\\DIR",error="Cannot find\\n\\"FILE\\"",empty=""} 1.234567e+06
                wanted{s="é{}#,="} +Inf -42
                other{le="what is this"} x
                """))
                .containsExactly(
                        new Sample("wanted", Map.of(), 1),
                        new Sample("wanted", Map.of(), 2),
                        new Sample("wanted", Map.of("a", "b"), 3),
                        new Sample("wanted", Map.of("a", "b", "c", "d"), 4),
                        new Sample(
                                "wanted",
                                Map.of("path", "C:\\DIR", "error", "Cannot find\n\"FILE\"", "empty", ""),
                                1_234_567),
                        new Sample("wanted", Map.of("s", "é{}#,="), Double.POSITIVE_INFINITY));
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n# nothing\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wanted\n",
                "wanted 1",
                "wanted 1 2 3\n",
                "wanted 1,5\n",
                "wanted 0x1p3\n",
                "wanted 1_000\n",
                "wanted{\n",
                "wanted{} \n",
                "wanted{a=\"b\"\n",
                "wanted{a=\"b\"}\n",
                "wanted{a=b} 1\n",
                "wanted{a=\"b\" c=\"d\"} 1\n",
                "wanted{a=\"b\",a=\"b\"} 1\n",
                "wanted{a=\"\\t\"} 1\n",
                "wanted{a=\"\\",
                "wanted{a=\"\\\"} 1\n",
                "wanted{,} 1\n",
                "wanted{a=\"b\",,} 1\n",
                "wanted{1a=\"b\"} 1\n",
                "wanted{a=\"b\"}} 1\n",
                "wanted{a=\"b\"}{} 1\n",
                "wanted 1 1.5\n",
                "wanted --1\n",
                "wanted Infinity\n",
                "{a=\"b\"} 1\n",
                "1wanted 1\n",
                "<html>\n",
                "\0\n",
                "wanted 1d\n",
                "wanted 1e9999\n"
            })
    void whatIsNoSampleIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aCounterIsWholeAndNotNegative() {
        for (String value : List.of("-1", "1.5", "NaN", "+Inf", "1e300")) {
            assertThatThrownBy(() -> read("wanted " + value + "\n").getFirst().count())
                    .as(value)
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("its counter wanted is no count");
        }
    }

    @Test
    void anAnswerWithoutAnEndIsReadNoFurtherThanItsBound() {
        EndlessStream endless = new EndlessStream("wanted{a=\"b\"} 1\n");
        assertThatThrownBy(() -> new MetricsText(endless, MOST).samples(_ -> false, _ -> {}))
                .isInstanceOf(MalformedException.class)
                .hasMessage("its answer is too long");
        assertThat(endless.read).isEqualTo(MOST + 1);
    }

    @Test
    void aLineWithoutAnEndIsNotKept() {
        for (String part : List.of("a", "\\", "\\\\", "a=\"", "{", " ")) {
            EndlessStream endless = new EndlessStream(part);
            assertThatThrownBy(() -> new MetricsText(endless, MOST).samples(_ -> true, _ -> {}))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("its answer has a line of more than 16 KiB");
        }
        String escapes = "wanted{a=\"" + "\\\\".repeat(8_000) + "\"} 1\n";
        assertThat(readUnchecked(escapes).getFirst().label("a")).hasSize(8_000);
    }

    /** Whatever is changed about a good text: it is read, or refused as what it is, and nothing else happens. */
    @RepeatedTest(2_000)
    void noTextDoesAnyHarm() {
        StringBuilder text = new StringBuilder("""
                # TYPE wanted histogram
                wanted{code="200",method="GET",protocol="http",service="a_b_http_canary_2@http",le="0.1"} 17 1700000000000
                wanted{code="500",service="\\\\\\"\\n"} 1e+06
                """);
        for (int i = 0; i <= random.nextInt(4) && text.length() > 1; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, "{}\"\\,= \n#\0é1aZ_+-.e".charAt(random.nextInt(19)));
                case 1 -> text.deleteCharAt(at);
                default -> text.setLength(Math.max(1, at));
            }
        }
        try {
            for (Sample sample : read(text.toString())) {
                assertThat(sample.name()).as("seed %d", seed).isEqualTo("wanted");
            }
        } catch (IOException e) {
            assertThat(e).as("seed %d: %s", seed, text).isInstanceOf(MalformedException.class);
            assertThat(String.valueOf(e.getMessage())).as("seed %d", seed).matches("[ -~]{1,80}");
        }
    }

    private static List<Sample> readUnchecked(String text) {
        try {
            return read(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Sample> read(String text) throws IOException {
        List<Sample> samples = new ArrayList<>();
        new MetricsText(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MOST)
                .samples("wanted"::equals, samples::add);
        return samples;
    }

    /** The same text, again and again. */
    private static final class EndlessStream extends InputStream {
        private final byte[] text;
        private long read;

        EndlessStream(String text) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read() {
            return text[(int) (read++ % text.length)];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            for (int i = 0; i < length; i++) {
                into[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
