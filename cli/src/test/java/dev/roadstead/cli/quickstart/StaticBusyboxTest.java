package dev.roadstead.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticBusyboxTest {
    @TempDir
    private Path folder;

    @Test
    void aProgramThatNeedsLibrariesIsNotStatic() throws Exception {
        Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
        assertThat(StaticBusybox.isStatic(java)).isFalse();
    }

    @Test
    void aScriptIsNotAProgram() throws Exception {
        assertThat(StaticBusybox.isStatic(Files.writeString(folder.resolve("script"), "#!/bin/sh\n")))
                .isFalse();
    }

    @Test
    void tarReadsTheArchive() throws Exception {
        byte[] archive = new TarWriter()
                .directory("bin", 0755)
                .file("bin/program", 0755, "content".getBytes(StandardCharsets.US_ASCII))
                .symlink("bin/alias", "program")
                .toBytes();
        assertThat(archive.length % 512).isZero();
        Path file = Files.write(folder.resolve("archive.tar"), archive);
        run("tar", "-xf", file.toString(), "-C", folder.toString());
        assertThat(folder.resolve("bin/alias")).isSymbolicLink().hasContent("content");
        assertThat(Files.isExecutable(folder.resolve("bin/program"))).isTrue();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
