package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
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
        String hash = SecretData.text(secret, PASSWORD);
        String step = SecretData.text(secret, STEP);
        String recovery = SecretData.text(secret, RECOVERY);
        return new UserSecret(
                SecretData.text(secret, USER_UID),
                hash.isEmpty() ? null : PasswordHash.parse(hash),
                SecretData.bytes(secret, TOTP),
                SecretData.bytes(secret, PENDING),
                step.isEmpty() ? Totp.NONE : Long.parseLong(step),
                recovery.isEmpty() ? List.of() : List.of(recovery.split(",", -1)));
    }

    /** Writes it into the Secret, over what was there. */
    void putInto(ObjectNode secret) {
        secret.putObject("data");
        SecretData.put(secret, USER_UID, userUid);
        if (password != null) {
            SecretData.put(secret, PASSWORD, password.encode());
        }
        if (totp != null) {
            SecretData.put(secret, TOTP, totp);
        }
        if (pendingTotp != null) {
            SecretData.put(secret, PENDING, pendingTotp);
        }
        if (takenStep != Totp.NONE) {
            SecretData.put(secret, STEP, Long.toString(takenStep));
        }
        if (!recovery.isEmpty()) {
            SecretData.put(secret, RECOVERY, String.join(",", recovery));
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

    /** Never shows any of it. */
    @Override
    public String toString() {
        return "UserSecret[" + userUid + "]";
    }
}
