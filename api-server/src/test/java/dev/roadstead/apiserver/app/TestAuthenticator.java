package dev.roadstead.apiserver.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** One passkey, as an authenticator and a browser make and use it (WebAuthn level 2); not by the server's own code. */
final class TestAuthenticator {
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int WITH_KEY = 64;

    private final String origin;
    private final String host;
    private final byte[] id;
    private final KeyPair keys;
    private byte[] user = {};
    /** Of signatures; tests turn it back. */
    int counter = 1;

    boolean verifies = true;

    TestAuthenticator(String origin) throws GeneralSecurityException {
        this(origin, new byte[16], newKeys());
        new SecureRandom().nextBytes(id);
    }

    private TestAuthenticator(String origin, byte[] id, KeyPair keys) {
        this.origin = origin;
        this.host = origin.replaceAll("https://|:\\d+", "");
        this.id = id;
        this.keys = keys;
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** The same passkey, used by a page of another site that an authenticator would let use it. */
    TestAuthenticator at(String other) {
        TestAuthenticator elsewhere = new TestAuthenticator(other, id, keys);
        elsewhere.user = user;
        elsewhere.counter = counter;
        return elsewhere;
    }

    /** What {@code navigator.credentials.create()} gives. */
    ObjectNode create(JsonNode options) {
        user = Base64.getUrlDecoder().decode(options.at("/user/id").asText());
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        attestation.write(0xa3); // a map of three
        write(attestation, text("fmt"), text("none"), text("attStmt"), new byte[] {(byte) 0xa0}, text("authData"));
        byte[] data = join(data(WITH_KEY), new byte[16], new byte[] {0, (byte) id.length}, id, coseKey());
        write(attestation, new byte[] {0x58, (byte) data.length}, data);
        ObjectNode credential = credential();
        ObjectNode response = credential.putObject("response");
        response.put("clientDataJSON", base64(client("webauthn.create", options)));
        response.put("attestationObject", base64(attestation.toByteArray()));
        response.putArray("transports").add("internal");
        return credential;
    }

    /** What {@code navigator.credentials.get()} gives. */
    ObjectNode get(JsonNode options) throws GeneralSecurityException {
        counter++;
        byte[] data = data(0);
        byte[] client = client("webauthn.get", options);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(data);
        signature.update(sha256(client));
        ObjectNode credential = credential();
        ObjectNode response = credential.putObject("response");
        response.put("clientDataJSON", base64(client)).put("authenticatorData", base64(data));
        response.put("signature", base64(signature.sign())).put("userHandle", base64(user));
        return credential;
    }

    private ObjectNode credential() {
        ObjectNode credential = TestApi.JSON.createObjectNode();
        credential.put("id", base64(id)).put("rawId", base64(id)).put("type", "public-key");
        credential.put("authenticatorAttachment", "platform").putObject("clientExtensionResults");
        return credential;
    }

    private byte[] client(String type, JsonNode options) {
        ObjectNode client = TestApi.JSON.createObjectNode();
        client.put("type", type).put("challenge", options.path("challenge").asText());
        client.put("origin", origin).put("crossOrigin", false);
        return client.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] data(int flags) {
        int all = flags | PRESENT | (verifies ? VERIFIED : 0);
        return join(
                sha256(host.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) all},
                ByteBuffer.allocate(4).putInt(counter).array());
    }

    /** {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR. */
    private byte[] coseKey() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        byte[] head = {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32};
        return join(head, number(point.getAffineX()), new byte[] {0x22, 0x58, 32}, number(point.getAffineY()));
    }

    private static byte[] number(BigInteger number) {
        byte[] bytes = new byte[32];
        byte[] found = number.toByteArray();
        int length = Math.min(found.length, 32);
        System.arraycopy(found, found.length - length, bytes, 32 - length, length);
        return bytes;
    }

    private static byte[] text(String text) {
        return join(new byte[] {(byte) (0x60 + text.length())}, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        write(joined, parts);
        return joined.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, byte[]... parts) {
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
