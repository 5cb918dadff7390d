package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's tour and the task guides, as a reader types them: every block marked {@code sh}, in order, in one shell. */
@ExtendWith(Installation.Shared.class)
class DocsTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    /** The shell passes over {@code ! command} that succeeds, whatever its options; the reader would not. */
    private static final Pattern EXPECTED_TO_FAIL = Pattern.compile("^! ", Pattern.MULTILINE);

    @Test
    void everyCommandOfTheTourWorks(Installation roadstead, @TempDir Path home) throws Exception {
        TestImages.busybox(TestEngine.socket(), "busybox", "stable");
        run(roadstead, home, ROOT.resolve("README.md"));
        assertThat(roadstead.docker(
                        "ps",
                        "-aq",
                        "--filter",
                        "label=roadstead.dev/application=web",
                        "--filter",
                        "label=roadstead.dev/namespace=default"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("guides")
    void everyCommandOfTheGuideWorks(Path guide, Installation roadstead, @TempDir Path home) throws Exception {
        TestImages.busybox(TestEngine.socket(), "busybox", "stable");
        run(roadstead, home, guide);
    }

    @ParameterizedTest
    @MethodSource("longGuides")
    @Tag("long")
    void everyCommandOfTheLongGuideWorks(Path guide, Installation roadstead, @TempDir Path home) throws Exception {
        everyCommandOfTheGuideWorks(guide, roadstead, home);
    }

    static List<Path> guides() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/guides"))) {
            return files.filter(guide -> !longGuides().contains(guide)).sorted().toList();
        }
    }

    /** Those that take more than twenty seconds. */
    static List<Path> longGuides() {
        return Stream.of("disaster", "import", "restores", "rollouts", "secrets-and-audit")
                .map(name -> ROOT.resolve("docs/guides/" + name + ".md"))
                .toList();
    }

    private static void run(Installation roadstead, Path home, Path page) throws Exception {
        Files.createSymbolicLink(
                home.resolve(".roadstead"), roadstead.server().kubeconfig().getParent());
        Path output = home.resolve("output");
        Path script = Files.writeString(home.resolve("script"), commands(page));
        ProcessBuilder command = new ProcessBuilder("sh", "-eux", script.toString())
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        command.environment().put("HOME", home.toString());
        Process shell = command.start();
        boolean ended = shell.waitFor(5, TimeUnit.MINUTES);
        shell.destroy();

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && shell.exitValue() == 0).as(said).isTrue();
    }

    private static String commands(Path page) throws IOException {
        StringBuilder commands = new StringBuilder("fails() { if \"$@\"; then exit 9; fi; }\n");
        Matcher blocks = BLOCK.matcher(Files.readString(page));
        while (blocks.find()) {
            commands.append(EXPECTED_TO_FAIL.matcher(blocks.group(1)).replaceAll("fails "));
        }
        assertThat(commands.toString()).contains("\nkubectl ");
        return commands.toString();
    }
}
