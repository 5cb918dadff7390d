package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.digest.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A token of 256 random bits behind a prefix by which people and scanners know it. No more than its digest is kept: so many
 * random bits cannot be guessed, however fast the digest is.
 *
 * @param text to be shown once
 */
public record OpaqueToken(String text) {
    public static final String API_KEY = "rsk_";
    public static final String INVITATION = "rsi_";
    public static final String BOOTSTRAP = "rsb_";
    static final String REFRESH = "rsr_";

    private static final int BYTES = 32;
    private static final int SHOWN = 8;

    public static OpaqueToken make(String prefix, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new OpaqueToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public String sha256() {
        return sha256(text);
    }

    /** The digest of any text, in hexadecimal. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }

    /** By which its owner knows it again. */
    public String beginning() {
        return text.substring(0, SHOWN);
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "OpaqueToken[" + beginning() + "...]";
    }
}
