package dev.roadstead.apiserver.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password as Argon2id (RFC 9106) makes it, with the parameters that it was made with. Written as a PHC string. Making or
 * checking one takes its memory and tens of milliseconds of a processor.
 *
 * @param memory KiB
 * @param passes over the memory
 * @param lanes as many threads could work at it
 */
@SuppressWarnings("ArrayRecordComponent") // never modified
record PasswordHash(int memory, int passes, int lanes, byte[] salt, byte[] digest) {
    /** The least that OWASP's password storage cheat sheet names for Argon2id. */
    private static final int MEMORY = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** Of a new password, with the parameters of today. */
    static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(
                MEMORY, PASSES, LANES, salt, derive(password, MEMORY, PASSES, LANES, salt, DIGEST_BYTES));
    }

    /** Nobody's: to check a password against it takes as long as against any other. */
    static PasswordHash nobodys(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] digest = new byte[DIGEST_BYTES];
        random.nextBytes(salt);
        random.nextBytes(digest);
        return new PasswordHash(MEMORY, PASSES, LANES, salt, digest);
    }

    /**
     * Reads a PHC string.
     *
     * @throws IllegalArgumentException if it is none of Argon2id, version 19; the message does not show it
     */
    static PasswordHash parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a stored password hash is not in the PHC form of argon2id");
        }
        return new PasswordHash(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Base64.getDecoder().decode(parts.group(4)),
                Base64.getDecoder().decode(parts.group(5)));
    }

    String encode() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(digest);
    }

    /** Whether it is of this password; compared in constant time. */
    boolean matches(String password) {
        return MessageDigest.isEqual(digest, derive(password, memory, passes, lanes, salt, digest.length));
    }

    /** Whether one that is made today would be harder to guess. */
    boolean isWeak() {
        return memory < MEMORY || passes < PASSES;
    }

    /** The same characters are the same password, however a keyboard composes them (RFC 8265). */
    private static byte[] derive(String password, int memory, int passes, int lanes, byte[] salt, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] derived = new byte[bytes];
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8), derived);
        return derived;
    }

    /** Never shows the digest. */
    @Override
    public String toString() {
        return "PasswordHash[m=" + memory + ",t=" + passes + ",p=" + lanes + "]";
    }
}
