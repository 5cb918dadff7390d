package dev.roadstead.apiserver.people;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that change with the time (RFC 6238): six digits, SHA-1, 30 seconds, as every authenticator program has them.
 * Immutable and thread-safe.
 */
final class Totp {
    /** No step: what was never taken. */
    static final long NONE = -1;

    private static final String ALGORITHM = "HmacSHA1";
    private static final int SECRET_BYTES = 20;
    private static final int SECONDS = 30;
    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;
    /** Steps by which a clock may be wrong. */
    private static final int SKEW = 1;

    private final byte[] secret;

    Totp(byte[] secret) {
        this.secret = secret.clone();
    }

    static byte[] newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /**
     * The step that a code is of.
     *
     * @param taken the last step whose code was taken; neither it nor any before it is taken again
     * @return {@link #NONE} if the code is of none that may be taken now
     */
    long stepOf(String code, Instant now, long taken) {
        byte[] presented = code.getBytes(StandardCharsets.UTF_8);
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        long found = NONE;
        for (long step = current - SKEW; step <= current + SKEW; step++) {
            boolean same = MessageDigest.isEqual(code(step).getBytes(StandardCharsets.UTF_8), presented);
            if (same && step > taken) {
                found = step;
            }
        }
        return found;
    }

    /** The code of a moment. */
    String codeAt(Instant moment) {
        return code(Math.floorDiv(moment.getEpochSecond(), SECONDS));
    }

    /** RFC 4226, section 5.3. */
    private String code(long step) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }

    /** In base32, as people type it. */
    String secret() {
        return Base32.encode(secret);
    }

    /** What authenticator programs read from a QR code. */
    String uri(String account) {
        String issuer = "Roadstead";
        return "otpauth://totp/" + issuer + ":" + URLEncoder.encode(account, StandardCharsets.UTF_8) + "?secret="
                + secret() + "&issuer=" + issuer + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + SECONDS;
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "Totp[...]";
    }
}
