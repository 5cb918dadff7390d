package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Invariant I14: whatever is flipped, truncated, exchanged or missing is refused, and no altered byte is given out. */
class DamageTest {
    private static final String PASSWORD = "secret";

    private final MemoryStore store = new MemoryStore();
    private final Fixture fixture = new Fixture();
    private byte[] tar = new byte[0];
    private String id = "";

    @BeforeEach
    void oneBackup() throws IOException {
        tar = Fixture.files(0, 20);
        try (Repository repository = fixture.open(store)) {
            id = Fixture.backUp(repository, tar, Fixture.NOW).id();
        }
    }

    @RepeatedTest(6)
    void anyFlippedBitOfAnyObjectIsSeen() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (String name : names()) {
            byte[] whole = object(name);
            byte[] altered = whole.clone();
            int at = random.nextInt(altered.length);
            altered[at] ^= (byte) (1 << random.nextInt(8));
            store.objects().put(name, altered);
            assertDamaged(name + " flipped at " + at + ", seed " + seed);
            store.objects().put(name, whole);
        }
    }

    @RepeatedTest(2)
    void anyTruncatedObjectIsSeen() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (String name : names()) {
            byte[] whole = object(name);
            int length = random.nextInt(whole.length);
            store.objects().put(name, Arrays.copyOf(whole, length));
            assertDamaged(name + " cut to " + length + ", seed " + seed);
            store.objects().put(name, whole);
        }
    }

    @Test
    void aMissingPackOrIndexIsSeen() {
        for (String name : names()) {
            if (name.startsWith("data/") || name.startsWith("index/") || name.startsWith("snapshots/")) {
                byte[] whole = object(name);
                store.delete(name);
                assertDamaged(name + " missing");
                store.objects().put(name, whole);
            }
        }
    }

    @Test
    void everyByteOfTheManifestCounts() {
        String name = "manifests/" + id;
        byte[] whole = object(name);
        try (Repository repository = fixture.open(store)) {
            for (int at = 0; at < whole.length; at++) {
                byte[] altered = whole.clone();
                altered[at] ^= 1;
                store.objects().put(name, altered);
                assertThat(kinds(() -> repository.manifest(id)))
                        .as("byte " + at)
                        .containsExactly(Kind.DAMAGED);
                assertThat(repository.manifests()).isEmpty();
            }
        }
    }

    @Test
    void aManifestInAnothersPlaceIsSeen() throws IOException {
        try (Repository repository = fixture.open(store)) {
            Manifest other = Fixture.backUp(repository, Fixture.files(5, 9), Fixture.NOW);
            store.objects().put("manifests/" + id, object("manifests/" + other.id()));

            assertThat(kinds(() -> repository.manifest(id))).containsExactly(Kind.DAMAGED);
            assertThat(repository.manifests()).containsExactly(other);
        }
    }

    @Test
    void anothersRepositoryIsRefused() throws IOException {
        var foreign = new MemoryStore();
        try (Repository theirs = new Fixture().open(foreign);
                Repository ours = fixture.open(store)) {
            String other = Fixture.backUp(theirs, tar, Fixture.NOW).id();
            store.objects().putAll(foreign.objects());
            assertThat(kinds(() -> ours.verify(other, Progress.NONE))).containsExactly(Kind.DAMAGED);
            assertThat(kinds(() -> ours.manifest(other))).containsExactly(Kind.DAMAGED);
        }
    }

    @Test
    void anotherPasswordAndADamagedKeyOrConfigAreTold() {
        var made = new MemoryStore();
        var clock = InstantSource.system();
        Repositories.create(made, PASSWORD, clock).close();
        assertThat(kinds(() -> Repositories.open(made, "wrong", clock))).containsExactly(Kind.WRONG_KEY);
        assertThat(kinds(() -> Repositories.open(new MemoryStore(), PASSWORD, clock)))
                .containsExactly(Kind.NOT_FOUND);
        assertThat(kinds(() -> Repositories.create(made, PASSWORD, clock))).containsExactly(Kind.DENIED);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (String name : List.copyOf(made.objects().keySet())) {
            byte[] whole = made.read(name).orElseThrow();
            byte[] altered = whole.clone();
            altered[random.nextInt(altered.length)] ^= 1;
            made.write(name, altered);
            assertThat(kinds(() -> Repositories.open(made, PASSWORD, clock)))
                    .as(name + ", seed " + seed)
                    .containsExactly(Kind.DAMAGED);
            made.write(name, whole);
        }
    }

    /** A creation that was killed between key and configuration. */
    @Test
    void aHalfMadeRepositoryIsCompletedWithItsOwnKeyOnly() {
        var half = new MemoryStore();
        var clock = InstantSource.system();
        Repositories.create(half, PASSWORD, clock).close();
        half.delete("config");
        assertThat(kinds(() -> Repositories.create(half, "another", clock))).containsExactly(Kind.WRONG_KEY);
        Repositories.create(half, PASSWORD, clock).close();
        Repositories.open(half, PASSWORD, clock).close();
        assertThat(half.list("keys/")).hasSize(1);
    }

    /** Everything that can be asked of the repository either says so or gives the right answer; something says so. */
    private void assertDamaged(String what) {
        var kinds = new ArrayList<Kind>();
        try (Repository repository = fixture.open(store)) {
            kinds.addAll(kinds(() -> repository.manifest(id)));
            kinds.addAll(kinds(() -> {
                var report = repository.check(true, Progress.NONE);
                if (!report.damage().isEmpty()) {
                    throw new RepositoryException(Kind.DAMAGED, report.damage().getFirst());
                }
            }));
            kinds.addAll(kinds(() -> {
                var restored = new ByteArrayOutputStream();
                try {
                    repository.restore(id, Set.of(), restored, Progress.NONE);
                    assertThat(restored.toByteArray()).as(what).isEqualTo(tar);
                } catch (RepositoryException e) {
                    byte[] given = restored.toByteArray();
                    assertThat(given).as(what).isEqualTo(Arrays.copyOf(tar, given.length));
                    throw e;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        } catch (RepositoryException e) {
            kinds.add(e.kind());
        }
        assertThat(kinds).as(what).isNotEmpty().allMatch(kind -> kind == Kind.DAMAGED || kind == Kind.NOT_FOUND);
    }

    private static List<Kind> kinds(Runnable action) {
        try {
            action.run();
            return List.of();
        } catch (RepositoryException e) {
            return List.of(e.kind());
        }
    }

    private byte[] object(String name) {
        return store.read(name).orElseThrow();
    }

    private List<String> names() {
        return List.copyOf(store.objects().keySet());
    }
}
