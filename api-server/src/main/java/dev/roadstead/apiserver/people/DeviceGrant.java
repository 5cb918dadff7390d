package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A terminal that waits for a browser, as its Secret keeps it.
 *
 * @param uid of the Secret
 * @param network where the terminal is
 * @param decision {@link #ALLOWED} or {@link #DENIED}; empty before somebody has decided
 * @param by who decided; without names before
 * @param sessionUid of the Session by which that was done
 */
record DeviceGrant(
        String name,
        String uid,
        String userCode,
        String network,
        Instant expiresAt,
        String decision,
        SignedIn by,
        String sessionUid) {
    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";

    private static final String USER_CODE = "userCode";
    private static final String NETWORK = "network";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String DECISION = "decision";
    private static final String USER = "user";
    private static final String SESSION = "session";
    private static final String SESSION_UID = "sessionUid";

    static DeviceGrant of(ObjectNode secret) {
        return new DeviceGrant(
                secret.at("/metadata/name").asText(),
                secret.at("/metadata/uid").asText(),
                SecretData.text(secret, USER_CODE),
                SecretData.text(secret, NETWORK),
                Instant.parse(SecretData.text(secret, EXPIRES_AT)),
                SecretData.text(secret, DECISION),
                new SignedIn(SecretData.text(secret, USER), SecretData.text(secret, SESSION)),
                SecretData.text(secret, SESSION_UID));
    }

    /** Writes a new one into its Secret. */
    static void begin(ObjectNode secret, String userCode, String network, Instant expiresAt) {
        SecretData.put(secret, USER_CODE, userCode);
        SecretData.put(secret, NETWORK, network);
        SecretData.put(secret, EXPIRES_AT, expiresAt.toString());
    }

    /** Writes what somebody decided into its Secret. */
    static void decide(ObjectNode secret, SessionView by, boolean allow) {
        SecretData.put(secret, USER, by.user());
        SecretData.put(secret, SESSION, by.name());
        SecretData.put(secret, SESSION_UID, by.uid());
        SecretData.put(secret, DECISION, allow ? ALLOWED : DENIED);
    }

    /** Whether a person typed its code, in whatever case, with the dash or without. */
    boolean hasCode(String letters) {
        return userCode.replace("-", "").equals(letters);
    }
}
