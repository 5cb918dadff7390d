package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore.Blob;
import dev.roadstead.backup.blob.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository on a file system that fills up while it is written to. */
class FullDiskTest {
    @TempDir
    private Path disk;

    private Repository repository;
    private DirectoryStore store;

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=30m", "none", disk.toString());
        store = new DirectoryStore(disk, InstantSource.system());
        repository = new Fixture().open(store);
    }

    @AfterEach
    void unmount() throws Exception {
        repository.close();
        run("umount", disk.toString());
    }

    @Test
    void whatWasThereStaysWholeNothingHalfStaysAndTheNextBackupWorksOnceThereIsRoom() throws Exception {
        Manifest before = Fixture.backUp(repository, Fixture.oneFile(random(1, 2 << 20)), Fixture.NOW);
        Set<String> stored = names();
        byte[] large = Fixture.oneFile(random(2, 60 << 20));

        assertThatThrownBy(() -> Fixture.backUp(repository, large, Fixture.NOW))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL))
                .hasMessageContaining("Make room there");

        assertThat(names()).as("what filled the disk is gone").isEqualTo(stored);
        assertThat(Fixture.isWhole(repository, before)).isTrue();
        assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
        assertThat(repository.prune(Set.of(), Progress.NONE).removed()).isEmpty();

        run("mount", "-o", "remount,size=120m", disk.toString());
        Manifest after = Fixture.backUp(repository, large, Fixture.NOW.plusSeconds(60));
        assertThat(Fixture.isWhole(repository, after)).isTrue();
        assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
    }

    private Set<String> names() {
        return store.list("").stream()
                .map(Blob::name)
                .filter(name -> !name.startsWith("locks/"))
                .collect(Collectors.toSet());
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
