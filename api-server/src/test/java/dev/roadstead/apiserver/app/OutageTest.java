package dev.roadstead.apiserver.app;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I3 as clients see it: the database freezes and goes on. */
class OutageTest {
    @Test
    void withoutADatabaseWritesAreAnswered503ReadsAreServedAndAllIsWellAgainAfterwards(@TempDir Path directory)
            throws Exception {
        try (ApiServer server = ApiServer.start(RunningServer.config(directory.resolve("data")));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            TestApi api = new TestApi(server, "default", HttpClient.Version.HTTP_2);
            api.createWidget("before", "{\"size\": 1}");
            TestWatch watch = api.watch(api.widgets() + "?watch=true");
            watch.next("ADDED", "before");
            ProcessHandle postmaster = postmaster(directory.resolve("data"));

            signal("STOP", postmaster);
            try {
                Future<TestApi.Answer> read = callers.submit(() -> api.get(api.widgets("before")));
                Future<TestApi.Answer> write =
                        callers.submit(() -> api.post(api.widgets(), TestApi.widget("during", "{\"size\": 1}")));
                Future<TestApi.Answer> health =
                        callers.submit(() -> api.send(api.anonymous("/readyz").GET()));

                api.get(api.widgets("before") + "?resourceVersion=0").expect(200);
                api.get("/livez").expect(200);
                // Nobody else writes to the embedded database, so what the server knows is the newest.
                read.get().expect(200);
                TestApi.Answer refused = write.get().expect(503);
                assertThat(refused.at("/reason").asText()).isEqualTo("ServiceUnavailable");
                assertThat(refused.response().headers().firstValue("Retry-After"))
                        .hasValue("1");
                assertThat(health.get().expect(503).text()).contains("[-]database failed: reason withheld");
            } finally {
                signal("CONT", postmaster);
            }

            Instant up = Instant.now();
            eventually(() -> api.post(api.widgets(), TestApi.widget("after", "{\"size\": 1}"))
                    .expect(201));
            eventually(() -> api.get("/readyz").expect(200));
            assertThat(Duration.between(up, Instant.now())).isLessThan(Duration.ofSeconds(5));
            ObjectNode event = watch.next();
            if (event.at("/object/metadata/name").asText().equals("during")) {
                event = watch.next(); // a write whose outcome was unknown may have been done
            }
            assertThat(event.at("/object/metadata/name").asText()).isEqualTo("after");
        }
    }

    private static ProcessHandle postmaster(Path dataDir) throws IOException {
        Path pidFile = dataDir.resolve("database/pgdata/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                .orElseThrow();
    }

    /** The postmaster first: it makes others. */
    private static void signal(String name, ProcessHandle postmaster) throws IOException, InterruptedException {
        kill(name, postmaster);
        for (ProcessHandle child : postmaster.children().toList()) {
            kill(name, child);
        }
    }

    private static void kill(String name, ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
