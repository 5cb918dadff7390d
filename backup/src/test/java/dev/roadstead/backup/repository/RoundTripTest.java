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
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.RandomTree;
import dev.roadstead.backup.tar.TarReader;
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
            assertThat(written.archiveHash()).as("seed " + seed).isEqualTo(archiveHash(tar));

            var checked = new CheckedTar(new ByteArrayInputStream(tar));
            assertThat(checked.readAllBytes()).as("seed " + seed).isEqualTo(tar);
            assertThat(checked.tree().hash()).as("seed " + seed).isEqualTo(tree.hash());
            assertThat(repository.check(true, Progress.NONE).damage()).isEmpty();
        }
    }

    /** By its definition; a reader takes no more of its stream than it needs. */
    private static String archiveHash(byte[] tar) throws IOException {
        var in = new ByteArrayInputStream(tar);
        var reader = new TarReader(in);
        var archive = Sha256.digest();
        int at = 0;
        for (Member member = reader.next(); member != null; member = reader.next()) {
            int begin = tar.length - in.available();
            archive.update(tar, at, begin - at);
            byte[] content = new byte[(int) member.size()];
            for (int length = 0; length < content.length; ) {
                length += reader.read(content, length, content.length - length);
            }
            at = begin + content.length;
            if (member.type() == Member.Type.FILE) {
                archive.update(Sha256.digest().digest(content));
            }
        }
        archive.update(tar, at, tar.length - at);
        return HexFormat.of().formatHex(archive.digest());
    }
}
