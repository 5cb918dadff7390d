package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.json.Json;
import java.time.Instant;
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
 * @param passkeys in the order in which they were made
 * @param takenChallenge when the last challenge of a passkey was made that was taken, in ms since 1970; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // never modified
record UserSecret(
        String userUid,
        @Nullable PasswordHash password,
        byte @Nullable [] totp,
        byte @Nullable [] pendingTotp,
        long takenStep,
        List<String> recovery,
        List<Passkey> passkeys,
        long takenChallenge) {
    private static final ObjectMapper MAPPER = Json.mapper();
    private static final String USER_UID = "userUid";
    private static final String PASSWORD = "passwordHash";
    private static final String TOTP = "totpSecret";
    private static final String PENDING = "totpPending";
    private static final String STEP = "totpTakenStep";
    private static final String RECOVERY = "recoverySha256";
    private static final String PASSKEYS = "passkeys";
    private static final String CHALLENGE = "passkeyTakenChallenge";

    UserSecret {
        recovery = List.copyOf(recovery);
        passkeys = List.copyOf(passkeys);
    }

    static UserSecret empty(String userUid) {
        return new UserSecret(userUid, null, null, null, Totp.NONE, List.of(), List.of(), 0);
    }

    static UserSecret of(ObjectNode secret) {
        String hash = SecretData.text(secret, PASSWORD);
        String step = SecretData.text(secret, STEP);
        String recovery = SecretData.text(secret, RECOVERY);
        String challenge = SecretData.text(secret, CHALLENGE);
        return new UserSecret(
                SecretData.text(secret, USER_UID),
                hash.isEmpty() ? null : PasswordHash.parse(hash),
                SecretData.bytes(secret, TOTP),
                SecretData.bytes(secret, PENDING),
                step.isEmpty() ? Totp.NONE : Long.parseLong(step),
                recovery.isEmpty() ? List.of() : List.of(recovery.split(",", -1)),
                passkeys(SecretData.text(secret, PASSKEYS)),
                challenge.isEmpty() ? 0 : Long.parseLong(challenge));
    }

    private static List<Passkey> passkeys(String json) {
        try {
            return json.isEmpty()
                    ? List.of()
                    : MAPPER.readTree(json).valueStream().map(Passkey::of).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the passkeys in a Secret are not as they were written", e);
        }
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
        if (!passkeys.isEmpty()) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            passkeys.forEach(passkey -> json.add(passkey.json()));
            SecretData.put(secret, PASSKEYS, json.toString());
        }
        if (takenChallenge != 0) {
            SecretData.put(secret, CHALLENGE, Long.toString(takenChallenge));
        }
    }

    /** Whether a second factor is asked for. */
    boolean hasFactor() {
        return totp != null || !passkeys.isEmpty();
    }

    UserSecret withPassword(PasswordHash hash) {
        return new UserSecret(userUid, hash, totp, pendingTotp, takenStep, recovery, passkeys, takenChallenge);
    }

    UserSecret withPending(byte[] secret) {
        return new UserSecret(userUid, password, totp, secret, takenStep, recovery, passkeys, takenChallenge);
    }

    /** Codes by the pending secret are asked for from now on; the step that confirmed it is taken. */
    UserSecret confirmed(long step, List<String> recoveryDigests) {
        return new UserSecret(userUid, password, pendingTotp, null, step, recoveryDigests, passkeys, takenChallenge);
    }

    UserSecret withoutTotp() {
        return new UserSecret(userUid, password, null, null, takenStep, recovery, passkeys, takenChallenge).tidy();
    }

    UserSecret withTaken(long step) {
        return new UserSecret(userUid, password, totp, pendingTotp, step, recovery, passkeys, takenChallenge);
    }

    UserSecret withRecovery(List<String> digests) {
        return new UserSecret(userUid, password, totp, pendingTotp, takenStep, digests, passkeys, takenChallenge);
    }

    /** Without a recovery code that was taken. */
    UserSecret withoutRecovery(String digest) {
        List<String> left = new ArrayList<>(recovery);
        left.remove(digest);
        return withRecovery(left);
    }

    /** With one more passkey; the challenge that it was made with is taken. */
    UserSecret withPasskey(Passkey passkey, long challenge, List<String> recoveryDigests) {
        List<Passkey> all = new ArrayList<>(passkeys);
        all.add(passkey);
        return new UserSecret(userUid, password, totp, pendingTotp, takenStep, recoveryDigests, all, challenge);
    }

    /** With a passkey that has signed once more; the challenge is taken. */
    UserSecret withUsed(String id, long counter, Instant at, long challenge) {
        List<Passkey> all = passkeys.stream()
                .map(passkey -> passkey.id().equals(id) ? passkey.used(counter, at) : passkey)
                .toList();
        return new UserSecret(userUid, password, totp, pendingTotp, takenStep, recovery, all, challenge);
    }

    UserSecret withoutPasskey(String id) {
        List<Passkey> left =
                passkeys.stream().filter(passkey -> !passkey.id().equals(id)).toList();
        return new UserSecret(userUid, password, totp, pendingTotp, takenStep, recovery, left, takenChallenge).tidy();
    }

    /** Recovery codes recover nothing where no second factor is. */
    private UserSecret tidy() {
        return hasFactor() ? this : withRecovery(List.of());
    }

    /** Never shows any of it. */
    @Override
    public String toString() {
        return "UserSecret[" + userUid + "]";
    }
}
