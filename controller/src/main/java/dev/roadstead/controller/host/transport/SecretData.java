package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Secret;

/** What a Secret holds, by the names that it may have there. */
final class SecretData {
    private final Secret secret;
    private final String name;

    private SecretData(Secret secret, String name) {
        this.secret = secret;
        this.name = name;
    }

    /** @throws BarredException if there is no such Secret */
    static SecretData read(SecretReader secrets, SecretRef ref) throws BarredException {
        String name = ref.namespace() + "/" + ref.name();
        Secret secret = secrets.find(ref.namespace(), ref.name())
                .orElseThrow(() -> new BarredException(
                        "there is no Secret " + name + "; create it, or correct secretRef of the Node"));
        return new SecretData(secret, name);
    }

    /**
     * The value of the first of these keys that is there.
     *
     * @throws BarredException if none is
     */
    byte[] get(String key, String otherwise) throws BarredException {
        byte[] value = secret.data().getOrDefault(key, secret.data().get(otherwise));
        if (value == null || value.length == 0) {
            String or = otherwise.equals(key) ? "" : " (or " + otherwise + ")";
            throw new BarredException("Secret " + name + " has no " + key + or + "; add it");
        }
        return value;
    }

    /** {@code key of Secret namespace/name}, for messages. */
    String describe(String key) {
        return key + " of Secret " + name;
    }
}
