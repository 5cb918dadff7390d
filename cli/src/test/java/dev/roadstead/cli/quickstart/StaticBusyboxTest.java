package dev.roadstead.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    void itsRootFileSystemHasEveryCommand() throws Exception {
        StaticBusybox busybox = StaticBusybox.find()
                .orElseThrow(() -> new AssertionError("no static busybox; apt-get install busybox-static"));
        Path file = Files.write(folder.resolve("archive.tar"), busybox.toRootFileSystem());
        run("tar", "-xf", file.toString(), "-C", folder.toString());
        assertThat(folder.resolve("bin/httpd")).isSymbolicLink();
        run(folder.resolve("bin/true").toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
