package dev.roadstead.apiserver.discovery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every JVM has. */
final class Digests {
    private Digests() {}

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("SHA-256 is required of every Java platform", e);
        }
    }

    /** 32 upper-case hexadecimal digits: enough to tell documents apart, short enough for an address. */
    static String hash(byte[] content) {
        return HexFormat.of().withUpperCase().formatHex(sha256(content), 0, 16);
    }
}
