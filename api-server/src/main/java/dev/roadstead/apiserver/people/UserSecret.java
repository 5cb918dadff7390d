package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a User proves themselves with, as a Secret keeps it. Immutable.
 *
 * @param userUid of the User that it belongs to; one of the same name who came later has nothing of it
 * @param password null for none
 * @param totp secret of the second factor that is asked for; null for none
 * @param pendingTotp secret of one that was not confirmed yet; null for none
 * @param takenStep the last step of the second factor whose code was taken
 * @param recovery digests of the recovery codes that are left
 */
@SuppressWarnings("ArrayRecordComponent") // never modified
record UserSecret(
        String userUid,
        @Nullable PasswordHash password,
        byte @Nullable [] totp,
        byte @Nullable [] pendingTotp,
        long takenStep,
        List<String> recovery) {
    private static final String USER_UID = "userUid";
    private static final String PASSWORD = "passwordHash";
    private static final String TOTP = "totpSecret";
    private static final String PENDING = "totpPending";
    private static final String STEP = "totpTakenStep";
    private static final String RECOVERY = "recoverySha256";

    UserSecret {
        recovery = List.copyOf(recovery);
    }

    static UserSecret empty(String userUid) {
        return new UserSecret(userUid, null, null, null, Totp.NONE, List.of());
    }

    static UserSecret of(ObjectNode secret) {
        JsonNode data = secret.path("data");
        String hash = text(data, PASSWORD);
        String step = text(data, STEP);
        String recovery = text(data, RECOVERY);
        return new UserSecret(
                text(data, USER_UID),
                hash.isEmpty() ? null : PasswordHash.parse(hash),
                bytes(data, TOTP),
                bytes(data, PENDING),
                step.isEmpty() ? Totp.NONE : Long.parseLong(step),
                recovery.isEmpty() ? List.of() : List.of(recovery.split(",", -1)));
    }

    /** Writes it into the Secret, over what was there. */
    void putInto(ObjectNode secret) {
        secret.remove("data");
        ObjectNode data = secret.putObject("data");
        put(data, USER_UID, userUid.getBytes(StandardCharsets.UTF_8));
        if (password != null) {
            put(data, PASSWORD, password.encode().getBytes(StandardCharsets.US_ASCII));
        }
        put(data, TOTP, totp);
        put(data, PENDING, pendingTotp);
        if (takenStep != Totp.NONE) {
            put(data, STEP, Long.toString(takenStep).getBytes(StandardCharsets.US_ASCII));
        }
        if (!recovery.isEmpty()) {
            put(data, RECOVERY, String.join(",", recovery).getBytes(StandardCharsets.US_ASCII));
        }
    }

    UserSecret withPassword(PasswordHash hash) {
        return new UserSecret(userUid, hash, totp, pendingTotp, takenStep, recovery);
    }

    UserSecret withPending(byte[] secret) {
        return new UserSecret(userUid, password, totp, secret, takenStep, recovery);
    }

    /** The pending factor is asked for from now on; the step that confirmed it is taken. */
    UserSecret confirmed(long step, List<String> recoveryDigests) {
        return new UserSecret(userUid, password, pendingTotp, null, step, recoveryDigests);
    }

    UserSecret withoutFactor() {
        return new UserSecret(userUid, password, null, null, takenStep, List.of());
    }

    UserSecret withTaken(long step) {
        return new UserSecret(userUid, password, totp, pendingTotp, step, recovery);
    }

    UserSecret withRecovery(List<String> digests) {
        return new UserSecret(userUid, password, totp, pendingTotp, takenStep, digests);
    }

    /** Without a recovery code that was taken. */
    UserSecret withoutRecovery(String digest) {
        List<String> left = new ArrayList<>(recovery);
        left.remove(digest);
        return withRecovery(left);
    }

    private static void put(ObjectNode data, String key, byte @Nullable [] value) {
        if (value != null) {
            data.put(key, Base64.getEncoder().encodeToString(value));
        }
    }

    private static String text(JsonNode data, String key) {
        byte[] value = bytes(data, key);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] bytes(JsonNode data, String key) {
        return data.hasNonNull(key) ? Base64.getDecoder().decode(data.path(key).asText()) : null;
    }

    /** Never shows any of it. */
    @Override
    public String toString() {
        return "UserSecret[" + userUid + "]";
    }
}
