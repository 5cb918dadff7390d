package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token that the first person registers with. Its digest lies in the Secret {@code roadstead-system/bootstrap}; it ends
 * when it is used, or any User exists. Blocks; thread-safe.
 */
public final class BootstrapTokens {
    public static final String NAMESPACE = PeopleKinds.SYSTEM_NAMESPACE;
    public static final String NAME = "bootstrap";

    private static final String DATA = "sha256";

    private final PeopleObjects objects;
    private final People people;
    private final SecureRandom random;
    private final Target target;

    public BootstrapTokens(PeopleObjects objects, People people, SecureRandom random) {
        this.objects = objects;
        this.people = people;
        this.random = random;
        this.target = objects.kinds().systemSecret(NAME);
    }

    /** The Secret of a token, for whoever writes it by the API. */
    public static ObjectNode secret(OpaqueToken token) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
        SecretData.put(secret, DATA, token.sha256());
        return secret;
    }

    /** A new one, to be shown once; empty when there was one before, or somebody has registered. */
    public Optional<OpaqueToken> makeFirst() {
        if (!people.isEmpty() || objects.fresh(target) != null) {
            return Optional.empty();
        }
        OpaqueToken token = OpaqueToken.make(OpaqueToken.BOOTSTRAP, random);
        try {
            objects.create(target, secret(token), Origin.start());
            return Optional.of(token);
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.AlreadyExists) {
                return Optional.empty(); // another server was faster, and shows its own
            }
            throw e;
        }
    }

    /** The state of the Secret that a token is right for; null if it is not right, or not any more. */
    @Nullable
    ObjectNode find(String token) {
        ObjectNode secret = objects.fresh(target);
        if (secret == null || !people.isEmpty()) {
            return null;
        }
        byte[] expected = SecretData.text(secret, DATA).getBytes(StandardCharsets.US_ASCII);
        byte[] presented = OpaqueToken.sha256(token).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, presented) ? secret : null;
    }

    /** Ends the token; false when somebody else did. */
    boolean take(ObjectNode secret, Origin origin) {
        return objects.delete(target, secret, origin.as("system:anonymous"));
    }

    /** Takes it back: nobody was registered by it. */
    void giveBack(ObjectNode secret) {
        ObjectNode again = PeopleObjects.blank(target);
        again.set("data", secret.path("data"));
        objects.create(target, again, Origin.start());
    }
}
