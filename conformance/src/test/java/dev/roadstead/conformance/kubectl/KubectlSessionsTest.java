package dev.roadstead.conformance.kubectl;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every topic with the kubectl on PATH and, with {@code -Dconformance.kubectl=all}, with every other one that is found;
 * {@code -Dconformance.topic=NAME} runs one topic.
 */
@ExtendWith(WithServer.class)
@Execution(ExecutionMode.CONCURRENT)
final class KubectlSessionsTest {
    @TempDir
    private static Path homes;

    @TestFactory
    Stream<DynamicTest> holdsEverySession(TestServer server) throws IOException, URISyntaxException {
        List<DynamicTest> tests = new ArrayList<>();
        for (KubectlProgram program : programs()) {
            Path home = prepare(program);
            for (Path file : transcripts()) {
                String topic = file.getFileName().toString().replace(".txt", "");
                tests.add(dynamicTest(
                        "kubectl 1." + program.minor() + ": " + topic,
                        file.toUri(),
                        () -> new Session(server, program, home, topic).run(Files.readString(file))));
            }
        }
        return tests.stream();
    }

    private static List<KubectlProgram> programs() throws IOException {
        if (System.getProperty("conformance.kubectl", "path").equals("all")) {
            List<KubectlProgram> others = KubectlProgram.others();
            if (!others.isEmpty()) {
                return others;
            }
        }
        return List.of(KubectlProgram.onPath());
    }

    private static List<Path> transcripts() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(KubectlSessionsTest.class.getResource("/kubectl"))
                .toURI());
        String topic = System.getProperty("conformance.topic", "*");
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, topic + ".txt")) {
            files.forEach(found::add);
        }
        found.sort(null);
        return found;
    }

    /** A home with the kubectl and {@code await}, which runs a command until it succeeds. */
    private static Path prepare(KubectlProgram program) throws IOException {
        Path home = homes.resolve("1." + program.minor());
        Path bin = Files.createDirectories(home.resolve("bin"));
        program.linkInto(bin);
        Path await = Files.writeString(bin.resolve("await"), TestServer.resource("/kubectl/await"));
        Files.setPosixFilePermissions(await, PosixFilePermissions.fromString("rwx------"));
        return home;
    }
}
