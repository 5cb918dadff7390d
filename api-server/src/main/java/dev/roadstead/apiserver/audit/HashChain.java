package dev.roadstead.apiserver.audit;

import dev.roadstead.apiserver.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Links entries by their hashes. Pure. */
public final class HashChain {
    private HashChain() {}

    /** What stands before the first entry. */
    public static byte[] start() {
        return new byte[Sha256.BYTES];
    }

    /** The record as the entry after the one with the hash {@code previous}. */
    public static AuditEntry link(byte[] previous, long sequence, long revision, AuditRecord record) {
        byte[] hash = Sha256.of(previous, canonical(sequence, revision, record));
        return new AuditEntry(sequence, revision, record, hash);
    }

    /** Whether an entry is the one that {@link #link} makes after the given hash. */
    public static boolean follows(byte[] previous, AuditEntry entry) {
        AuditEntry expected = link(previous, entry.sequence(), entry.revision(), entry.record());
        return MessageDigest.isEqual(expected.hash(), entry.hash());
    }

    /**
     * Every text after its length, so that no two records have the same bytes. What changed follows where there is
     * something: records that were made before it was kept have the bytes that they always had.
     */
    private static byte[] canonical(long sequence, long revision, AuditRecord record) {
        List<byte[]> texts = new ArrayList<>(List.of(
                utf8(record.requestId()),
                utf8(record.user()),
                utf8(record.impersonator()),
                utf8(record.address()),
                utf8(record.userAgent()),
                utf8(record.verb()),
                utf8(record.resource()),
                utf8(record.namespace()),
                utf8(record.name()),
                utf8(record.subresource())));
        if (!record.changed().isEmpty()) {
            texts.add(utf8(record.changedLines()));
        }
        int size = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        Instant time = record.time();
        ByteBuffer bytes = ByteBuffer.allocate(size + 4 * Long.BYTES + 2 * Integer.BYTES)
                .putLong(sequence)
                .putLong(revision)
                .putLong(time.getEpochSecond())
                .putLong(time.getNano())
                .putInt(record.code())
                .putInt(record.dryRun() ? 1 : 0);
        texts.forEach(text -> bytes.putInt(text.length).put(text));
        return bytes.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
