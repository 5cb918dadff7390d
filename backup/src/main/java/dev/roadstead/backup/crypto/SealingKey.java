package dev.roadstead.backup.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/** Seals and opens. Immutable and thread-safe. */
public final class SealingKey {
    /** What sealing adds: 16 bytes of nonce before, 16 of tag behind. */
    public static final int OVERHEAD = 32;

    private static final int NONCE = 16;
    private static final int TAG = 16;
    /** Many short calls: the JDK replaces AES by the processor's own once a method has been called often, not in one long loop. */
    private static final int PIECE = 8 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec encryption;
    private final SecretKeySpec tagMask;
    private final byte[] tagFactor;

    private SealingKey(byte[] encryption, byte[] tagMask, byte[] tagFactor) {
        this.encryption = new SecretKeySpec(encryption, "AES");
        this.tagMask = new SecretKeySpec(tagMask, "AES");
        this.tagFactor = tagFactor.clone();
    }

    /**
     * A key of given bytes.
     *
     * @param encryption 32 bytes for AES-256-CTR
     * @param k 16 bytes for the AES-128 that makes a one-time mask of the nonce
     * @param r 16 bytes for Poly1305
     */
    public static SealingKey of(byte[] encryption, byte[] k, byte[] r) {
        if (encryption.length != 32 || k.length != 16 || r.length != 16) {
            throw new IllegalArgumentException("a key has 32, 16 and 16 bytes");
        }
        return new SealingKey(encryption, k, r);
    }

    public static SealingKey random() {
        return ofBytes(randomBytes(64));
    }

    /**
     * The key of a password, as RFC 7914 makes it: slow, and taking {@code 128 * n * r} bytes of memory.
     *
     * @param n cost, a power of 2
     */
    public static SealingKey ofPassword(String password, byte[] salt, int n, int r, int p) {
        return ofBytes(SCrypt.generate(password.getBytes(StandardCharsets.UTF_8), salt, n, r, p, 64));
    }

    public static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    public byte[] encryption() {
        return encryption.getEncoded();
    }

    public byte[] k() {
        return tagMask.getEncoded();
    }

    public byte[] r() {
        return tagFactor.clone();
    }

    public byte[] seal(byte[] clear) {
        return seal(clear, 0, clear.length);
    }

    public byte[] seal(byte[] clear, int offset, int length) {
        byte[] sealed = new byte[length + OVERHEAD];
        seal(clear, offset, length, sealed);
        return sealed;
    }

    /**
     * Seals to the begin of an array, which must be another one.
     *
     * @param sealed has room for the clear bytes and {@link #OVERHEAD}
     */
    public void seal(byte[] clear, int offset, int length, byte[] sealed) {
        byte[] nonce = randomBytes(NONCE);
        System.arraycopy(nonce, 0, sealed, 0, NONCE);
        try {
            crypt(nonce, clear, offset, length, sealed, NONCE);
            byte[] tag = tag(nonce, sealed, NONCE, length);
            System.arraycopy(tag, 0, sealed, NONCE + length, TAG);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is a part of every JDK", e);
        }
    }

    public byte[] open(byte[] sealed) throws AEADBadTagException {
        return open(sealed, 0, sealed.length);
    }

    /**
     * The clear bytes.
     *
     * @throws AEADBadTagException when these bytes were not sealed with this key, or were altered since
     */
    public byte[] open(byte[] sealed, int offset, int length) throws AEADBadTagException {
        if (length < OVERHEAD) {
            throw new AEADBadTagException("fewer than " + OVERHEAD + " bytes");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, offset, offset + NONCE);
        int clear = length - OVERHEAD;
        byte[] found = Arrays.copyOfRange(sealed, offset + length - TAG, offset + length);
        try {
            if (!MessageDigest.isEqual(found, tag(nonce, sealed, offset + NONCE, clear))) {
                throw new AEADBadTagException("the tag is not that of these bytes");
            }
            byte[] opened = new byte[clear];
            crypt(nonce, sealed, offset + NONCE, clear, opened, 0);
            return opened;
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is a part of every JDK", e);
        }
    }

    private static SealingKey ofBytes(byte[] bytes) {
        return new SealingKey(
                Arrays.copyOf(bytes, 32), Arrays.copyOfRange(bytes, 32, 48), Arrays.copyOfRange(bytes, 48, 64));
    }

    /** To count is the same in both directions. */
    private void crypt(byte[] nonce, byte[] from, int offset, int length, byte[] to, int target)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, encryption, new IvParameterSpec(nonce));
        for (int at = 0; at < length; at += PIECE) {
            cipher.update(from, offset + at, Math.min(PIECE, length - at), to, target + at);
        }
    }

    /** Poly1305-AES: the mask that is added to the polynomial is the nonce, encrypted. */
    private byte[] tag(byte[] nonce, byte[] bytes, int offset, int length) throws GeneralSecurityException {
        var mask = Cipher.getInstance("AES/ECB/NoPadding");
        mask.init(Cipher.ENCRYPT_MODE, tagMask);
        return Poly1305.tag(tagFactor, mask.doFinal(nonce), bytes, offset, length);
    }

    /** Never its bytes. */
    @Override
    public String toString() {
        return "SealingKey";
    }
}
