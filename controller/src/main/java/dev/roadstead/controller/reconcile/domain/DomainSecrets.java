package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What Domains need of Secrets; each is read again when it has changed, and not before. Thread-safe. */
final class DomainSecrets {
    /** A name without colon and comma, and a hash as htpasswd writes it: bcrypt, Apache's MD5 or SHA-1. */
    private static final Pattern USER = Pattern.compile(
            "[^:,\\s]{1,255}:(\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}|\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}"
                    + "|\\{SHA}[A-Za-z0-9+/]{27}=)");

    private static final int MOST_USERS = 1_000;

    private final ApiClient client;
    private final Function<SecretRef, String> revisions;
    private final Map<SecretRef, Known> known = new ConcurrentHashMap<>();

    private record Known(String revision, Secret secret) {}

    DomainSecrets(ApiClient client, Function<SecretRef, String> revisions) {
        this.client = client;
        this.revisions = revisions;
    }

    /**
     * The lines of key {@code users}.
     *
     * @throws IllegalArgumentException if there is no such Secret, or a line is none of htpasswd's
     */
    List<String> users(SecretRef ref) {
        byte[] users = read(ref).data().get("users");
        if (users == null) {
            throw new IllegalArgumentException("Secret " + ref.name() + " has no key users");
        }
        List<String> lines = new String(users, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty() || lines.size() > MOST_USERS) {
            throw new IllegalArgumentException("Secret " + ref.name() + " lists " + lines.size()
                    + " users; expected 1 to " + MOST_USERS + ", each on a line of key users");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!USER.matcher(lines.get(i)).matches()) {
                throw new IllegalArgumentException("Secret " + ref.name() + ": line " + (i + 1) + " of key users is not"
                        + " name:hash with a hash of bcrypt, apr1 or SHA; htpasswd -nB NAME makes one");
            }
        }
        return lines;
    }

    /**
     * The certificate.
     *
     * @throws IllegalArgumentException if there is no such Secret, or its content does not fit together
     */
    CertificateReading certificate(SecretRef ref) {
        try {
            return CertificateReading.of(read(ref).data());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Secret " + ref.name() + ": " + e.getMessage(), e);
        }
    }

    private Secret read(SecretRef ref) {
        String revision = revisions.apply(ref);
        Known before = known.get(ref);
        if (before != null && before.revision().equals(revision)) {
            return before.secret();
        }
        known.remove(ref);
        Secret secret = client.find(ResourceType.SECRET, ref.namespace(), ref.name())
                .orElseThrow(() -> new IllegalArgumentException("there is no Secret " + ref.name()));
        if (!revision.isEmpty()) {
            known.put(ref, new Known(revision, secret));
        }
        return secret;
    }
}
