package dev.roadstead.backup.tar;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.crypto.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Numbers by path, in 16 bytes each and a third more. Of a path it keeps 64 bits of a salted SHA-256, so that millions of
 * files fit and nobody can make two paths that look the same to it. Not thread-safe.
 */
public final class PathTable {
    private static final long FREE = 0;

    private final MessageDigest sha256 = Sha256.digest();
    private final byte[] salt = new byte[16];
    private long[] keys = new long[64];
    private long[] values = new long[64];
    private int size;

    public PathTable() {
        new SecureRandom().nextBytes(salt);
    }

    public void put(String path, long value) {
        if (size >= 1 << 29) {
            throw new RepositoryException(
                    RepositoryException.Kind.REFUSED, "The archive is refused: it has more than 500 million files.");
        }
        if (size * 4L >= keys.length * 3L) {
            grow();
        }
        insert(fingerprint(path), value);
        size++;
    }

    /** The number of a path; -1 when it has none. */
    public long get(String path) {
        long key = fingerprint(path);
        int at = slot(key);
        return keys[at] == key ? values[at] : -1;
    }

    private void insert(long key, long value) {
        int at = slot(key);
        keys[at] = key;
        values[at] = value;
    }

    private int slot(long key) {
        int at = (int) key & keys.length - 1;
        while (keys[at] != FREE && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                insert(oldKeys[i], oldValues[i]);
            }
        }
    }

    private long fingerprint(String path) {
        sha256.update(salt);
        long first = ByteBuffer.wrap(sha256.digest(Names.bytes(path))).getLong();
        return first == FREE ? 1 : first;
    }
}
