package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.MemoryStore;
import dev.roadstead.backup.crypto.Sha256;
import dev.roadstead.backup.tar.CheckedTar;
import dev.roadstead.backup.tar.RandomTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/** What goes in comes out: any volume, byte by byte. */
class RoundTripTest {
    private static final Origin ORIGIN =
            new Origin("installation", "/demo/data", Instant.parse("2026-11-21T10:00:00Z"));

    @RepeatedTest(15)
    void anyTreeComesBackAsItWas() throws IOException {
        long seed = new Random().nextLong();
        byte[] tar = RandomTree.tar(RandomTree.of(seed, 20));
        try (Repository repository = new Fixture().open(new MemoryStore())) {
            Written written = repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);

            var restored = new ByteArrayOutputStream();
            Tree tree = repository.restore(written.id(), Set.of(), restored, Progress.NONE);
            assertThat(restored.toByteArray()).as("seed " + seed).isEqualTo(tar);
            assertThat(tree).as("seed " + seed).isEqualTo(written.tree());
            assertThat(repository.verify(written.id(), Progress.NONE)).isEqualTo(written.tree());
            assertThat(written.archiveHash())
                    .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(tar)));

            var checked = new CheckedTar(new ByteArrayInputStream(tar));
            assertThat(checked.readAllBytes()).as("seed " + seed).isEqualTo(tar);
            assertThat(checked.tree().hash()).as("seed " + seed).isEqualTo(tree.hash());
            assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
        }
    }
}
