package dev.roadstead.backup.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what a directory adds to it: parts of files, full disks, missing rights. */
class DirectoryStoreTest implements BlobStoreContract {
    @TempDir
    private Path folder;

    private DirectoryStore store;

    @BeforeEach
    void open() {
        store = new DirectoryStore(folder.resolve("repository"), InstantSource.system());
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Test
    void whatAKilledWriterLeftIsNoObjectAndIsSweptAfterADay() throws IOException {
        Path left = Files.write(folder.resolve("repository/tmp/left"), new byte[10]);

        assertThat(store.list("")).isEmpty();

        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(23))));
        new DirectoryStore(folder.resolve("repository"), InstantSource.system());
        assertThat(left).exists();

        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        new DirectoryStore(folder.resolve("repository"), InstantSource.system());
        assertThat(left).doesNotExist();
    }

    @Test
    void namesThatLeaveTheDirectoryAreRefused() {
        assertThatThrownBy(() -> store.write("../outside", new byte[1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPathThatIsAFileIsDeniedWithItsName() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);

        assertThatThrownBy(() -> new DirectoryStore(file, InstantSource.system()))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFullDiskIsToldFromAReadOnlyOneAndNothingHalfStays() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString());
        try {
            var small = new DirectoryStore(disk, InstantSource.system());
            small.write("data/fits", new byte[100_000]);

            assertThatThrownBy(() -> small.write("data/big", new byte[2_000_000]))
                    .isInstanceOfSatisfying(
                            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
            assertThat(small.list("")).extracting(BlobStore.Blob::name).containsExactly("data/fits");
            assertThat(disk.resolve("tmp")).isEmptyDirectory();

            run("mount", "-o", "remount,ro", disk.toString());
            assertThatThrownBy(() -> small.write("data/more", new byte[10]))
                    .isInstanceOfSatisfying(
                            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
            assertThat(small.read("data/fits")).isPresent();
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
