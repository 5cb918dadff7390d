package dev.roadstead.apiserver.store.sealed;

import dev.roadstead.apiserver.store.ObjectKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The stored form of an encrypted body: {@code 0x01 | length of id | id | nonce | wrapped data key | nonce | body}, nonces
 * of 12 bytes, tags of 16 behind what they protect.
 */
final class Envelope {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = KEY_BYTES + TAG_BITS / 8;

    private Envelope() {}

    static boolean isEnvelope(byte[] body) {
        return body.length > 0 && body[0] == VERSION;
    }

    static byte[] seal(KeyRing keys, SecureRandom random, ObjectKey place, String uid, byte[] body) {
        byte[] id = keys.firstId().getBytes(StandardCharsets.US_ASCII);
        byte[] dataKey = new byte[KEY_BYTES];
        byte[] keyNonce = new byte[NONCE_BYTES];
        byte[] bodyNonce = new byte[NONCE_BYTES];
        random.nextBytes(dataKey);
        random.nextBytes(keyNonce);
        random.nextBytes(bodyNonce);
        byte[] context = context(place, uid);
        try {
            byte[] wrapped = crypt(Cipher.ENCRYPT_MODE, keys.firstKey(), keyNonce, context, dataKey);
            byte[] sealed = crypt(Cipher.ENCRYPT_MODE, new SecretKeySpec(dataKey, "AES"), bodyNonce, context, body);
            return ByteBuffer.allocate(2 + id.length + 2 * NONCE_BYTES + WRAPPED_BYTES + sealed.length)
                    .put(VERSION)
                    .put((byte) id.length)
                    .put(id)
                    .put(keyNonce)
                    .put(wrapped)
                    .put(bodyNonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** The id of the key that wraps an envelope's data key. */
    static String keyId(byte[] envelope) {
        int length = envelope.length > 1 ? envelope[1] : 0;
        if (length < 1 || envelope.length < 2 + length) {
            throw new SealException("a stored body is cut off");
        }
        return new String(envelope, 2, length, StandardCharsets.US_ASCII);
    }

    /**
     * The clear body.
     *
     * @throws SealException if the key is not in the ring or another one, or the envelope is not of this place and uid
     */
    static byte[] open(KeyRing keys, ObjectKey place, String uid, byte[] envelope) {
        String id = keyId(envelope);
        SecretKey key = keys.find(id);
        if (key == null) {
            throw new SealException(place + " is encrypted with the key " + id + ", and the key file has only "
                    + String.join(", ", keys.ids()));
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(envelope, 2 + id.length(), envelope.length - 2 - id.length());
            byte[] context = context(place, uid);
            byte[] keyNonce = take(rest, NONCE_BYTES);
            byte[] dataKey = crypt(Cipher.DECRYPT_MODE, key, keyNonce, context, take(rest, WRAPPED_BYTES));
            byte[] bodyNonce = take(rest, NONCE_BYTES);
            return crypt(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(dataKey, "AES"),
                    bodyNonce,
                    context,
                    take(rest, rest.remaining()));
        } catch (AEADBadTagException | BufferUnderflowException e) {
            throw new SealException(place + " cannot be decrypted with the key " + id
                    + ": the key is another one of that id, or the stored body was changed or moved");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, byte[] context, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher.doFinal(input);
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    /** Each part after its length, so that no two places have the same bytes. */
    private static byte[] context(ObjectKey place, String uid) {
        List<byte[]> parts = List.of(utf8(place.resource()), utf8(place.namespace()), utf8(place.name()), utf8(uid));
        ByteBuffer bytes = ByteBuffer.allocate(
                parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        parts.forEach(part -> bytes.putInt(part.length).put(part));
        return bytes.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
