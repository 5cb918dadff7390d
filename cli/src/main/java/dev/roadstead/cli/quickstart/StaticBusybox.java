package dev.roadstead.cli.quickstart;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A busybox of this machine that runs without any library, so that it alone can be an image. */
final class StaticBusybox {
    private static final int PROGRAM_INTERPRETER = 3;

    private final Path program;

    private StaticBusybox(Path program) {
        this.program = program;
    }

    /** Where Debian's busybox-static and others put it. */
    static Optional<StaticBusybox> find() {
        return Stream.of("/bin/busybox", "/usr/bin/busybox", "/usr/local/bin/busybox", "/sbin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .filter(StaticBusybox::isStatic)
                .map(StaticBusybox::new)
                .findFirst();
    }

    /** Installs Debian's package as root, unless ROADSTEAD_NO_INSTALL forbids it; empty when that cannot be done. */
    static Optional<StaticBusybox> install(Progress progress) {
        boolean root = "root".equals(System.getProperty("user.name"));
        if ("1".equals(System.getenv("ROADSTEAD_NO_INSTALL")) || !root || !Files.exists(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        progress.say("installing busybox-static with apt-get");
        boolean installed = succeeds("apt-get", "install", "-y", "--no-install-recommends", "busybox-static")
                || (succeeds("apt-get", "update")
                        && succeeds("apt-get", "install", "-y", "--no-install-recommends", "busybox-static"));
        return installed ? find() : Optional.empty();
    }

    Path program() {
        return program;
    }

    /** A root file system with busybox under the name of each of its commands, as a tar archive. */
    byte[] toRootFileSystem() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String folder : List.of("bin/", "etc/", "root/")) {
                add(tar, new TarArchiveEntry(folder), 0755, new byte[0]);
            }
            add(tar, new TarArchiveEntry("tmp/"), 01777, new byte[0]);
            add(tar, new TarArchiveEntry("etc/passwd"), 0644, ascii("root:x:0:0:root:/root:/bin/sh\n"));
            add(tar, new TarArchiveEntry("etc/group"), 0644, ascii("root:x:0:\n"));
            add(tar, new TarArchiveEntry("bin/busybox"), 0755, Files.readAllBytes(program));
            for (String command : commands()) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                add(tar, link, 0777, new byte[0]);
            }
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, byte[] content)
            throws IOException {
        entry.setMode(mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> commands() throws IOException {
        Process list = new ProcessBuilder(program.toString(), "--list").start();
        String names = new String(list.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return names.lines().filter(name -> !name.equals("busybox")).toList();
    }

    /** Whether an ELF file names no program interpreter, which is what loads shared libraries (System V ABI, ch. 5). */
    static boolean isStatic(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer elf = ByteBuffer.allocate(4096);
            while (elf.hasRemaining() && channel.read(elf) >= 0) {}
            elf.flip();
            if (elf.limit() < 64 || elf.getInt(0) != 0x7f454c46 || elf.get(4) != 2) {
                return false;
            }
            elf.order(elf.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            long table = elf.getLong(32);
            int entrySize = elf.getShort(54);
            int entries = elf.getShort(56);
            if (table < 0 || table + (long) entrySize * entries > elf.limit()) {
                return false;
            }
            for (int i = 0; i < entries; i++) {
                if (elf.getInt((int) table + i * entrySize) == PROGRAM_INTERPRETER) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }
}
