package dev.roadstead.apiserver.audit;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Follows the chain from its beginning to its end. */
public final class AuditVerifier {
    private static final int PAGE = 1000;

    private final AuditLog log;

    public AuditVerifier(AuditLog log) {
        this.log = log;
    }

    /** What following the chain found. */
    public sealed interface Verdict {
        /**
         * Every entry is what was recorded.
         *
         * @param entries how many there are
         * @param head hash of the last one, in hexadecimal: note it elsewhere, and a later cut will show
         */
        record Intact(long entries, long last, String head) implements Verdict {}

        /** The chain is broken; {@code sequence} is the first entry that is not what was recorded. */
        record Broken(long sequence, String reason) implements Verdict {}
    }

    /** Reads every entry; takes some microseconds for each. */
    public Verdict verify() {
        AuditLog.Bounds bounds = log.bounds();
        byte[] hash = bounds.removedHash();
        long sequence = bounds.removed();
        while (sequence < bounds.last()) {
            List<AuditEntry> page = log.after(sequence, PAGE);
            if (page.isEmpty()) {
                return new Verdict.Broken(sequence + 1, "this entry and all after it are missing");
            }
            for (AuditEntry entry : page) {
                if (entry.sequence() != sequence + 1) {
                    return new Verdict.Broken(sequence + 1, "the entry is missing");
                }
                if (!HashChain.follows(hash, entry)) {
                    return new Verdict.Broken(entry.sequence(), "the entry is not what was recorded");
                }
                hash = entry.hash();
                sequence = entry.sequence();
                if (sequence == bounds.last()) {
                    break; // what comes after was recorded meanwhile
                }
            }
        }
        if (!MessageDigest.isEqual(hash, bounds.lastHash())) {
            return new Verdict.Broken(bounds.last(), "the chain was recorded with another last entry");
        }
        return new Verdict.Intact(
                sequence - bounds.removed(), sequence, HexFormat.of().formatHex(hash));
    }
}
