package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.repository.Repositories;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups from a repository alone: no server runs. */
class BackupCommandsTest {
    private static final Instant MADE = Instant.parse("2026-11-20T03:00:00Z");

    @TempDir
    private Path folder;

    private Path repository;
    private Path password;
    private String id = "";

    @BeforeEach
    void backUp() throws IOException {
        repository = folder.resolve("repository");
        password = Files.writeString(folder.resolve("key"), "correct horse\n");
        try (Repository opened = Repositories.create(
                new DirectoryStore(repository, InstantSource.system()), "correct horse", InstantSource.system())) {
            Written written = opened.write(
                    new Origin("install-1234", "/shop/data", MADE), new ByteArrayInputStream(tar()), Progress.NONE);
            id = written.id();
            opened.commit(new Manifest(
                    Manifest.FORMAT,
                    id,
                    Manifest.Kind.volume,
                    "install-1234",
                    "node-a",
                    "engine",
                    "shop/data",
                    null,
                    MADE,
                    MADE.plusSeconds(5),
                    "Hot",
                    written.tree(),
                    written.storedBytes(),
                    written.archiveHash(),
                    Map.of("Volume/data", "{}")));
        }
    }

    @Test
    void backupsAreListed() {
        RecordedProgram listed = run("list");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out().lines().toList().get(0))
                .matches("ID +KIND +OF +COMPLETED +FILES +SIZE +STORED +INSTALLATION");
        assertThat(listed.out().lines().toList().get(1))
                .matches(id.substring(0, 8)
                        + " +volume +shop/data +2026-11-20T03:00:05Z +3 +11 B +[0-9.]+ [KMi]*B +install-");
        assertThat(run("list", "--of", "shop/other").out()).isEqualTo("no backups\n");
    }

    @Test
    void oneIsShown() {
        assertThat(run("show", id.substring(0, 8)).out())
                .contains(
                        "of:            shop/data",
                        "node:          node-a",
                        "consistency:   Hot",
                        "object:        Volume/data");
        RecordedProgram none = run("show", "00000000");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).startsWith("roadstead: ").contains("00000000");
    }

    @Test
    void aCheckFindsDamage() throws IOException {
        RecordedProgram whole = run("check", "--read-data");
        assertThat(whole.out()).contains("1 backups in ", "all read", "no damage");
        assertThat(whole.exitCode()).isZero();

        try (Stream<Path> packs = Files.walk(repository.resolve("data"))) {
            Path pack = packs.filter(Files::isRegularFile).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length / 3] ^= 1;
            Files.write(pack, bytes);
        }
        RecordedProgram damaged = run("check", "--read-data");
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).contains("make a new backup").doesNotContain("no damage");
    }

    @Test
    void filesAreTakenOut() throws IOException {
        Path all = folder.resolve("all");
        assertThat(run("extract", id, "--to", all.toString()).err()).contains("3 files, 11 B in " + all);
        assertThat(all.resolve("etc/app.conf")).hasContent("port=1");
        assertThat(all.resolve("a file")).hasContent("hello");

        Path one = folder.resolve("one");
        run("extract", id, "etc/app.conf", "--to", one.toString());
        assertThat(one.resolve("etc/app.conf")).hasContent("port=1");
        assertThat(one.resolve("a file")).doesNotExist();
    }

    @Test
    void aDirectoryWithSomethingInItIsLeftAlone() throws IOException {
        RecordedProgram refused = run("extract", id, "--to", folder.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(folder + " is not empty; name another directory with --to");
        assertThat(folder.resolve("etc")).doesNotExist();
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Files.writeString(password, "wrong");
        assertThat(run("list").err()).contains("The password is not that of the repository in directory " + repository);
        Files.delete(password);
        assertThat(run("list").err()).contains("cannot read the password in " + password);
        assertThat(program("list", "--repository", repository.toString()).err())
                .contains("the repository's password is missing; name its file with --password-file");
        assertThat(program("list", "--repository", "s3://b/p?colour=red").err())
                .contains("\"colour=red\" is none of endpoint=, region=, pathStyle=");
        assertThat(program("list", "--repository", "s3://bucket/p?endpoint=http://127.0.0.1:1")
                        .err())
                .contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        assertThat(program("list", "--repository", "./nowhere", "--password-file", password.toString())
                        .err())
                .contains("there is no directory");
        assertThat(program("list", "--repository", "nightly", "--data-dir", folder.toString())
                        .err())
                .contains("there is no server in " + folder);
        assertThat(program("list").exitCode()).isEqualTo(2);
    }

    @Test
    void aVolumesBackupIsNoServers() {
        RecordedProgram refused = RecordedProgram.run(
                "restore",
                "server",
                "--repository",
                repository.toString(),
                "--password-file",
                password.toString(),
                "--data-dir",
                folder.resolve("data").toString(),
                "--id",
                id);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("is of a volume and not of a server");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private RecordedProgram run(String... args) {
        return program(Stream.concat(
                        Stream.of(args),
                        Stream.of("--repository", repository.toString(), "--password-file", password.toString()))
                .toArray(String[]::new));
    }

    private static RecordedProgram program(String... args) {
        return RecordedProgram.run(
                Stream.concat(Stream.of("backup"), Stream.of(args)).toArray(String[]::new));
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "./", "");
            add(tar, "./a file", "hello");
            add(tar, "./etc/", "");
            add(tar, "./etc/app.conf", "port=1");
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }
}
