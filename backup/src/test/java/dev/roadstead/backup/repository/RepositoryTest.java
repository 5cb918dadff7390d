package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.MemoryStore;
import dev.roadstead.backup.tar.RandomTree;
import dev.roadstead.backup.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a repository promises when nothing goes wrong, or its user does. */
class RepositoryTest {
    private final Fixture fixture = new Fixture();
    private final MemoryStore store = new MemoryStore();
    private final Repository repository = fixture.open(store);

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void anArchiveIsABackupWhenItsManifestIsThere() throws IOException {
        Written written = fixture.write(repository, Fixture.files(0, 3));
        assertThat(repository.manifests()).isEmpty();
        assertThatThrownBy(() -> repository.manifest(written.id()))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));

        Manifest manifest = Fixture.manifest(written, Fixture.NOW);
        repository.commit(manifest);
        assertThat(repository.manifests()).containsExactly(manifest);
        assertThat(repository.manifest(written.id())).isEqualTo(manifest);
        assertThat(repository.manifest(written.id().substring(0, 8))).isEqualTo(manifest);
        assertThat(written.tree().files()).isEqualTo(3);
        assertThat(written.tree().bytes()).isEqualTo(3 * 1024);
    }

    @Test
    void aManifestOfNothingIsRefused() {
        Written none = new Written("0".repeat(64), new dev.roadstead.backup.Tree(0, 0, "", 0), "", 0);
        assertThatThrownBy(() -> repository.commit(Fixture.manifest(none, Fixture.NOW)))
                .isInstanceOf(RepositoryException.class);
        assertThat(store.list("manifests/")).isEmpty();
    }

    @Test
    void manifestsComeNewestFirst() throws IOException {
        Manifest old = Fixture.backUp(repository, Fixture.files(0, 1), Fixture.NOW);
        Manifest newest = Fixture.backUp(repository, Fixture.files(1, 2), Fixture.NOW.plusSeconds(9));
        Manifest between = Fixture.backUp(repository, Fixture.files(2, 3), Fixture.NOW.plusSeconds(5));

        assertThat(repository.manifests()).containsExactly(newest, between, old);
    }

    @Test
    void aSecondBackupStoresWhatChanged() throws IOException {
        byte[] content = new byte[40 << 20];
        new Random(1).nextBytes(content);
        Written first = fixture.write(repository, Fixture.oneFile(content));
        Arrays.fill(content, 20 << 20, (20 << 20) + (400 << 10), (byte) 7);
        Written second = fixture.write(repository, Fixture.oneFile(content));

        assertThat(first.storedBytes()).isBetween(40L << 20, 41L << 20);
        assertThat(second.storedBytes()).isLessThan(6 << 20);
    }

    @Test
    void onePathIsRestoredWithWhatIsBelowAndAbove() throws IOException {
        var entries = RandomTree.of(3, 30);
        String directory = entries.stream()
                .map(entry -> entry.member().path())
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(0, path.indexOf('/')))
                .filter(path -> path.matches("[a-zA-Z0-9 .]+"))
                .findFirst()
                .orElseThrow();
        Written written = fixture.write(repository, RandomTree.tar(entries));
        var tar = new ByteArrayOutputStream();
        repository.restore(written.id(), Set.of("./" + directory + "/"), tar, Progress.NONE);

        List<String> expected = entries.stream()
                .map(entry -> entry.member().path())
                .filter(path -> path.isEmpty() || path.equals(directory) || path.startsWith(directory + "/"))
                .toList();
        assertThat(paths(tar.toByteArray())).isEqualTo(expected).hasSizeGreaterThan(2);
    }

    @Test
    void aPathThatIsNotThereIsNotFoundBeforeAnythingIsWritten() throws IOException {
        Written written = fixture.write(repository, Fixture.files(0, 2));
        var tar = new ByteArrayOutputStream();
        assertThatThrownBy(() -> repository.restore(written.id(), Set.of("file1000", "none"), tar, Progress.NONE))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                .hasMessageContaining("\"none\"");
        assertThat(tar.size()).isZero();
    }

    @Test
    void aHostileArchiveLeavesNothingThatIsListed() {
        byte[] cut = Arrays.copyOf(Fixture.files(0, 9), 9000);
        assertThatThrownBy(() -> fixture.write(repository, cut))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        assertThat(store.list("snapshots/")).isEmpty();
        assertThat(store.list("locks/")).isEmpty();
    }

    @Test
    void whatReadingTheStreamThrewIsThrown() {
        var failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the engine went away");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the engine went away");
            }
        };
        assertThatThrownBy(() -> repository.write(Fixture.ORIGIN, failing, Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("the engine went away");
        assertThat(store.list("locks/")).isEmpty();
    }

    @Test
    void progressCountsTheVolumesBytes() throws IOException {
        var seen = new AtomicLong();
        Written written = repository.write(Fixture.ORIGIN, new ByteArrayInputStream(Fixture.files(0, 50)), seen::set);
        assertThat(seen).hasValue(50 * 1024);
        seen.set(0);
        repository.verify(written.id(), seen::set);
        assertThat(seen).hasValue(50 * 1024);
    }

    @Test
    void filesYoungerThanTheBeginCountAsChanged() throws IOException {
        byte[] tar = Fixture.files(0, 4);
        var early = new dev.roadstead.backup.Origin("i", "/a/b", Instant.ofEpochSecond(1));
        assertThat(fixture.write(repository, tar).tree().changed()).isZero();
        assertThat(repository
                        .write(early, new ByteArrayInputStream(tar), Progress.NONE)
                        .tree()
                        .changed())
                .isEqualTo(4);
    }

    @Test
    void archivesWithoutManifestAreSweptAfterADay() throws IOException {
        Written abandoned = fixture.write(repository, Fixture.files(0, 5));
        Manifest kept = Fixture.backUp(repository, Fixture.files(5, 9), Fixture.NOW);

        repository.prune(Set.of(), Progress.NONE);
        assertThat(repository.verify(abandoned.id(), Progress.NONE)).isEqualTo(abandoned.tree());

        try (Repository later = fixture.open(store, Fixture.NOW.plus(Duration.ofHours(25)), 1)) {
            later.prune(Set.of(), Progress.NONE);
            assertThat(store.list("snapshots/"))
                    .extracting(blob -> blob.name())
                    .containsExactly("snapshots/" + kept.id());
            assertThat(Fixture.isWhole(later, kept)).isTrue();
        }
    }

    @Test
    void pruningEverythingLeavesNoPack() throws IOException {
        Manifest manifest = Fixture.backUp(repository, Fixture.files(0, 50), Fixture.NOW);
        var report = repository.prune(Set.of(manifest.id()), Progress.NONE);

        assertThat(report.removed()).containsExactly(manifest.id());
        assertThat(report.bytesFreed()).isGreaterThan(50 * 1024);
        assertThat(store.objects()).isEmpty();
    }

    @Test
    void manySmallPacksBecomeFew() throws IOException {
        var manifests = new ArrayList<Manifest>();
        for (int i = 0; i < 12; i++) {
            manifests.add(Fixture.backUp(repository, Fixture.files(i, i + 2), Fixture.NOW));
        }
        assertThat(store.list("data/")).hasSizeGreaterThan(12);
        repository.prune(Set.of(), Progress.NONE);

        assertThat(store.list("data/")).hasSizeLessThan(4);
        assertThat(store.list("index/")).hasSizeLessThan(3);
        assertThat(manifests).allMatch(manifest -> Fixture.isWhole(repository, manifest));
    }

    private static List<String> paths(byte[] tar) throws IOException {
        var reader = new TarReader(new ByteArrayInputStream(tar));
        var paths = new ArrayList<String>();
        for (var member = reader.next(); member != null; member = reader.next()) {
            paths.add(member.path());
            byte[] buffer = new byte[8192];
            for (int count = 0; count >= 0; count = reader.read(buffer, 0, buffer.length)) {
                assertThat(count).isNotNegative();
            }
        }
        return paths;
    }
}
