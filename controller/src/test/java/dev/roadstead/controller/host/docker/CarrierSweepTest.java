package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.plan.HostAction.SweepCarriers;
import dev.roadstead.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which of the carriers on an engine are removed: two servers copy from it, and both were started anew since. */
@Timeout(20)
final class CarrierSweepTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    @Test
    void onesOwnGoAtOnceAndThoseOfOthersAfterADay() throws IOException {
        String carriers = String.join(
                ",",
                carrier("in-use", "installation", "one", Duration.ofMinutes(5)),
                carrier("own-old", "installation", "one", Duration.ofDays(2)),
                carrier("own-young", "installation", "one", Duration.ofMinutes(5)),
                carrier("others-young", "installation", "two", Duration.ofHours(23)),
                carrier("others-old", "installation", "two", Duration.ofHours(25)),
                carrier("nobodys-old", "installation", "", Duration.ofHours(25)),
                carrier("foreign-old", "elsewhere", "one", Duration.ofDays(9)));
        List<String> removed = new ArrayList<>();
        Lender one = new Lender("one", InstantSource.fixed(NOW), Set.of("in-use"));
        try (FakeEngine engine = new FakeEngine(directory, line -> answer(line, carriers, removed));
                DockerHost host = new DockerHost(
                        new UnixTransport(engine.socket), new Deadlines(LONG, LONG, LONG, LONG, LONG, LONG), one)) {
            host.run(new SweepCarriers("installation"));
        }
        assertThat(removed).containsExactly("own-old", "own-young", "others-old", "nobodys-old");
    }

    private static String answer(String line, String carriers, List<String> removed) {
        if (line.startsWith("GET /_ping")) {
            return FakeEngine.ping("1.41");
        }
        if (line.startsWith("DELETE")) {
            removed.add(line.replaceAll(".*/containers/([a-z-]+).*", "$1"));
            return FakeEngine.answer(204, "");
        }
        return FakeEngine.answer(200, "[" + carriers + "]");
    }

    private static String carrier(String name, String installation, String server, Duration age) {
        return "{\"Names\":[\"/%s\"],\"Created\":%d,\"Labels\":{\"%s\":\"%s\",\"%s\":\"%s\"}}"
                .formatted(
                        name,
                        NOW.minus(age).getEpochSecond(),
                        Labels.CARRIER,
                        installation,
                        Labels.CARRIER_SERVER,
                        server);
    }
}
