package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.tar.RandomTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** restic itself reads what we wrote, and we read what it wrote. */
class ResticTest {
    private static final String PASSWORD = "correct horse";
    private static final Origin ORIGIN = new Origin("harbour", "/demo/data", Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir
    private Path folder;

    private Path place;
    private Restic restic;

    @BeforeEach
    void choosePlace() {
        place = folder.resolve("repository");
        restic = new Restic(place, PASSWORD, folder.resolve("cache"));
    }

    @Test
    void resticRestoresWhatWeWroteFileByFile() throws Exception {
        byte[] tar = RandomTree.tar(RandomTree.withTextTargets(42, 30));
        Written first;
        Written second;
        try (Repository repository = Repositories.create(store(), PASSWORD, InstantSource.system())) {
            first = repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);
            second = repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);
            assertThat(second.storedBytes()).isLessThan(1000);
        }

        restic.run("check", "--read-data");
        assertThat(restic.run("snapshots"))
                .contains(
                        "harbour",
                        "/demo/data",
                        first.id().substring(0, 8),
                        second.id().substring(0, 8));
        restic.run(
                "restore", second.id(), "--target", folder.resolve("restored").toString());
        assertThat(Restic.tree(folder.resolve("restored/demo/data")).hash())
                .isEqualTo(first.tree().hash());
    }

    @Test
    void resticAcceptsWhatWePruned() throws Exception {
        try (Repository repository = Repositories.create(store(), PASSWORD, InstantSource.system())) {
            Written kept = write(repository, 1);
            for (int seed = 2; seed <= 4; seed++) {
                repository.prune(Set.of(write(repository, seed).id()), Progress.NONE);
            }
            restic.run("check", "--read-data");
            assertThat(repository.verify(kept.id(), Progress.NONE)).isEqualTo(kept.tree());
        }
    }

    @Test
    void weRestoreWhatResticWrote() throws Exception {
        Path source = source();
        restic.run("init", "--repository-version", "2");
        restic.run("backup", source.toString());
        String listed = restic.run("snapshots", "--json");
        String id = listed.replaceFirst("(?s).*\"id\":\"([0-9a-f]{64})\".*", "$1");

        try (Repository repository = Repositories.open(store(), PASSWORD, InstantSource.system())) {
            assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
            assertThat(repository.verify(id, Progress.NONE).hash())
                    .isEqualTo(Restic.tree(source).hash());
            var tar = new ByteArrayOutputStream();
            repository.restore(id, Set.of("deep/er/two"), tar, Progress.NONE);
            assertThat(tar.size()).isPositive();
        }
    }

    @Test
    void resticAddsToOurRepositoryAndNeitherDisturbsTheOther() throws Exception {
        byte[] tar = RandomTree.tar(RandomTree.withTextTargets(7, 10));
        try (Repository repository = Repositories.create(store(), PASSWORD, InstantSource.system())) {
            Written ours = repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);
            restic.run("backup", source().toString());
            restic.run("forget", "--prune", "--keep-last", "1", "--group-by", "paths");

            assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
            assertThat(repository.verify(ours.id(), Progress.NONE)).isEqualTo(ours.tree());
            repository.prune(Set.of(ours.id()), Progress.NONE);
            restic.run("check", "--read-data");
            assertThat(restic.run("snapshots")).contains(source().toString());
        }
    }

    private static Written write(Repository repository, long seed) throws IOException {
        byte[] tar = RandomTree.tar(RandomTree.withTextTargets(seed, 20));
        return repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);
    }

    /** A directory of real files. */
    private Path source() throws IOException {
        Path source = folder.resolve("source");
        if (!Files.exists(source)) {
            Files.createDirectories(source.resolve("deep/er"));
            Files.writeString(source.resolve("deep/er/one"), "one");
            Files.createLink(source.resolve("deep/er/two"), source.resolve("deep/er/one"));
            Files.createSymbolicLink(source.resolve("deep/link"), Path.of("er/one"));
            Files.write(source.resolve("empty"), new byte[0]);
            Files.write(source.resolve("large"), new byte[3 << 20]);
            Files.writeString(source.resolve("späte \n Zeile"), "x");
        }
        return source;
    }

    private DirectoryStore store() {
        return new DirectoryStore(place, InstantSource.system());
    }
}
