package dev.roadstead.apiserver.audit;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows the chain from its beginning to its end. */
public final class AuditVerifier {
    private static final int PAGE = 1000;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

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

    /**
     * An entry as somebody noted it outside.
     *
     * @param hash in lower-case hexadecimal
     */
    public record Noted(long sequence, String hash) {
        /** {@code 1234:0a1b…}; null if the text is none. */
        public static @Nullable Noted parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches() ? new Noted(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
        }
    }

    /** Reads every entry; takes some microseconds for each. */
    public Verdict verify() {
        return verify(null);
    }

    /**
     * Reads every entry, and looks for one that was noted: an intact chain that leads through it was not rewritten before
     * it, not even by somebody who made all hashes anew.
     *
     * @param noted null: there is none to look for
     */
    public Verdict verify(@Nullable Noted noted) {
        AuditLog.Bounds bounds = log.bounds();
        Verdict verdict = follow(bounds, noted);
        return verdict instanceof Verdict.Intact && noted != null ? placed(bounds, noted, verdict) : verdict;
    }

    /** What lies outside of what was followed. */
    private static Verdict placed(AuditLog.Bounds bounds, Noted noted, Verdict verdict) {
        if (noted.sequence() > bounds.last()) {
            return new Verdict.Broken(bounds.last() + 1, "the chain ends before the entry that was noted");
        }
        if (noted.sequence() < bounds.removed()) {
            return new Verdict.Broken(
                    noted.sequence(), "retention has removed the entry that was noted; nothing can be said of it");
        }
        boolean same = noted.sequence() != bounds.removed() || isNoted(bounds.removedHash(), noted);
        return same ? verdict : rewritten(noted);
    }

    private static boolean isNoted(byte[] hash, Noted noted) {
        return HexFormat.of().formatHex(hash).equals(noted.hash());
    }

    private static Verdict rewritten(Noted noted) {
        return new Verdict.Broken(
                noted.sequence(), "the entry has another hash than was noted: it, or one before it, was rewritten");
    }

    private Verdict follow(AuditLog.Bounds bounds, @Nullable Noted noted) {
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
                if (noted != null && noted.sequence() == entry.sequence() && !isNoted(hash, noted)) {
                    return rewritten(noted);
                }
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
