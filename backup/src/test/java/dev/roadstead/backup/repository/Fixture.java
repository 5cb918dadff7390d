package dev.roadstead.backup.repository;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.Config;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.RandomTree;
import dev.roadstead.backup.tar.RandomTree.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Repositories without the wait for scrypt, on a clock that stands still, and volumes for them. */
final class Fixture {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Origin ORIGIN = new Origin("installation", "/demo/data", NOW);

    private final SealingKey key = SealingKey.random();
    private final Config config = Config.random();

    Repository open(BlobStore store) {
        return open(store, NOW, 1);
    }

    /** As process {@code pid}; only process 1 runs. */
    Repository open(BlobStore store, Instant now, long pid) {
        // Linux numbers processes up to 4,194,304.
        var owner = new Owner("host", pid == 1 ? 1 : 99_999_999 + pid, Instant.EPOCH);
        return new ResticRepository(store, key, config, InstantSource.fixed(now), owner, Duration.ZERO);
    }

    Written write(Repository repository, byte[] tar) throws IOException {
        return repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);
    }

    /** Writes, verifies and commits. */
    static Manifest backUp(Repository repository, byte[] tar, Instant completedAt) throws IOException {
        Written written = repository.write(ORIGIN, new ByteArrayInputStream(tar), Progress.NONE);
        Manifest manifest = manifest(written, completedAt);
        if (!repository.verify(written.id(), Progress.NONE).equals(written.tree())) {
            throw new IllegalStateException("not what was written");
        }
        repository.commit(manifest);
        return manifest;
    }

    static Manifest manifest(Written written, Instant completedAt) {
        return new Manifest(
                Manifest.FORMAT,
                written.id(),
                Manifest.Kind.volume,
                "installation",
                "node-1",
                "ENGINE",
                "demo/data",
                null,
                NOW,
                completedAt,
                "Hot",
                written.tree(),
                written.storedBytes(),
                written.archiveHash(),
                Map.of("Volume/data", "{\"kind\":\"Volume\"}"));
    }

    static boolean isWhole(Repository repository, Manifest manifest) {
        Tree tree = repository.verify(manifest.id(), Progress.NONE);
        return tree.equals(manifest.tree());
    }

    /** A volume of files of 1 KiB, which differ by their numbers. */
    static byte[] files(int from, int to) {
        var entries = new ArrayList<Entry>();
        entries.add(new Entry(Member.directory("", 1), new byte[0]));
        for (int i = from; i < to; i++) {
            byte[] content = new byte[1024];
            new Random(i).nextBytes(content);
            entries.add(file("file" + (1000 + i), content));
        }
        return RandomTree.tar(entries);
    }

    /** A volume of one file. */
    static byte[] oneFile(byte[] content) {
        return RandomTree.tar(List.of(new Entry(Member.directory("", 1), new byte[0]), file("large", content)));
    }

    private static Entry file(String path, byte[] content) {
        return new Entry(
                new Member(path, Member.Type.FILE, 0644, 0, 0, 1, 0, content.length, "", new TreeMap<>()), content);
    }
}
