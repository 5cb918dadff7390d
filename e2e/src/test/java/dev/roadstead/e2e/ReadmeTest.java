package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The README's tour, as a reader types it: every block that is marked {@code sh}, in order, in one shell. */
@ExtendWith(Installation.Shared.class)
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everyCommandOfTheTourWorks(Installation roadstead, @TempDir Path home) throws Exception {
        TestImages.busybox(TestEngine.socket(), "busybox", "stable");
        Files.createSymbolicLink(
                home.resolve(".roadstead"), roadstead.server().kubeconfig().getParent());
        Path output = home.resolve("output");

        Path tour = Files.writeString(home.resolve("tour"), commands());
        ProcessBuilder command = new ProcessBuilder("sh", "-eux", tour.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        command.environment().put("HOME", home.toString());
        Process shell = command.start();
        boolean ended = shell.waitFor(5, TimeUnit.MINUTES);
        shell.destroy();

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && shell.exitValue() == 0).as(said).isTrue();
        assertThat(roadstead.docker(
                        "ps",
                        "-aq",
                        "--filter",
                        "label=roadstead.dev/application=web",
                        "--filter",
                        "label=roadstead.dev/namespace=default"))
                .isEmpty();
    }

    private static String commands() throws Exception {
        StringBuilder commands = new StringBuilder();
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of(System.getProperty("project.root"), "README.md")));
        while (blocks.find()) {
            commands.append(blocks.group(1));
        }
        assertThat(commands.toString()).contains("kubectl apply", "kubectl delete");
        return commands.toString();
    }
}
