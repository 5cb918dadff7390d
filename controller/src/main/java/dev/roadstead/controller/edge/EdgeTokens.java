package dev.roadstead.controller.edge;

import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is that of a node's edge: key {@code token} of Secret {@code roadstead-system/edge-<node>}. Of a token
 * only its hash is kept, and it is read again when its Secret changes. Thread-safe.
 */
public final class EdgeTokens {
    public static final String NAMESPACE = "roadstead-system";
    public static final String KEY = "token";

    /** What a wrong name is compared with, so that it takes as long as a wrong token. */
    private static final byte[] NOBODY = new byte[32];

    private final Function<SecretRef, Optional<Secret>> secrets;
    private final Function<SecretRef, String> revisions;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Known(String revision, byte[] hash) {}

    /**
     * Knows none yet.
     *
     * @param secrets reads a Secret from the API
     * @param revisions says something that changes when the Secret does, and nothing while there is none
     */
    public EdgeTokens(Function<SecretRef, Optional<Secret>> secrets, Function<SecretRef, String> revisions) {
        this.secrets = secrets;
        this.revisions = revisions;
    }

    /** Name of the Secret with the token of a node's edge. */
    public static String secretOf(String node) {
        return "edge-" + node;
    }

    /** The node whose edge a Secret has the token of; empty for other Secrets. */
    public static Optional<String> nodeOf(ObjectMeta secret) {
        String prefix = secretOf("");
        return NAMESPACE.equals(secret.namespace()) && secret.name().startsWith(prefix)
                ? Optional.of(secret.name().substring(prefix.length()))
                : Optional.empty();
    }

    /** Whether the token is the node's; false for a node that has none. Takes as long either way. */
    boolean isOf(String node, String token) {
        byte[] hash = hashOf(node);
        boolean same =
                MessageDigest.isEqual(sha256(token.getBytes(StandardCharsets.UTF_8)), hash == null ? NOBODY : hash);
        return hash != null && same;
    }

    private byte @Nullable [] hashOf(String node) {
        SecretRef ref = new SecretRef(NAMESPACE, secretOf(node));
        String revision = revisions.apply(ref);
        if (revision.isEmpty()) {
            known.remove(node);
            return null;
        }
        Known before = known.get(node);
        if (before != null && before.revision().equals(revision)) {
            return before.hash();
        }
        Secret secret = secrets.apply(ref).orElse(null);
        byte[] token = secret == null ? null : secret.data().get(KEY);
        if (token == null || token.length == 0) {
            return null;
        }
        byte[] hash = sha256(token);
        known.put(node, new Known(revision, hash));
        return hash;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
