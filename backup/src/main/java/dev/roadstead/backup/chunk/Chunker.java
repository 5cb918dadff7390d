package dev.roadstead.backup.chunk;

import dev.roadstead.backup.crypto.Sha256;
import java.nio.ByteBuffer;

/**
 * Cuts a file where its content says so, so that a change moves only the cuts around it: after a gear hash of the last 64
 * bytes has 19 zero bits. Pieces have 512 KiB to 8 MiB, 1 MiB on average. The table of the hash is made of a secret, lest
 * the lengths of pieces tell which files somebody has.
 *
 * <p>restic cuts by a Rabin fingerprint, three times as slow; its format leaves that to the writer. Not thread-safe.
 */
public final class Chunker {
    public static final int MIN = 512 << 10;
    public static final int MAX = 8 << 20;

    private static final int WINDOW = 64;
    private static final long CUT = -1L << (64 - 19);

    private final long[] gear;
    private long hash;

    private Chunker(long[] gear) {
        this.gear = gear;
    }

    /** Cuts in the same places for the same secret, for ever. */
    public static Chunker of(byte[] secret) {
        long[] gear = new long[256];
        var sha256 = Sha256.digest();
        for (int i = 0; i < gear.length; i++) {
            sha256.update(secret);
            gear[i] = ByteBuffer.wrap(sha256.digest(new byte[] {(byte) i})).getLong();
        }
        return new Chunker(gear);
    }

    /**
     * Where a piece ends, if it does among bytes that have come since the last call.
     *
     * @param begin where it begins in the array
     * @param seen how many of its bytes the last call has seen; 0 for a new piece
     * @param length how many there are now, at most {@link #MAX}
     * @return its length; 0 when more bytes have to come
     */
    public int cut(byte[] bytes, int begin, int seen, int length) {
        if (seen == 0) {
            hash = 0;
        }
        long h = hash;
        int at = begin + Math.max(seen, MIN - WINDOW);
        int first = begin + Math.min(length, MIN);
        for (; at < first; at++) {
            h = (h << 1) + gear[bytes[at] & 0xff];
        }
        for (; at < begin + length; at++) {
            h = (h << 1) + gear[bytes[at] & 0xff];
            if ((h & CUT) == 0) {
                return at + 1 - begin;
            }
        }
        hash = h;
        return length == MAX ? MAX : 0;
    }
}
