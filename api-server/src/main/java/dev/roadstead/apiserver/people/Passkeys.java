package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import dev.roadstead.apiserver.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebAuthn: what browsers are asked, and whether what they answer is right. Nothing is asked about the make of an
 * authenticator (attestation none). Stores nothing; thread-safe.
 */
public final class Passkeys {
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final JsonMapper MAPPER = Json.mapper();
    private static final String SERVER = "Roadstead";
    /** Statements about an authenticator that come unasked; those of other formats would only be more to read. */
    private static final Set<String> FORMATS = Set.of("none", "packed");

    private static final int MAX_LOGGED = 200;
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            PublicKeyCredentialParameters.ES256,
            PublicKeyCredentialParameters.EdDSA,
            PublicKeyCredentialParameters.RS256);

    private final PasskeyChallenges challenges;
    private final InstantSource clock;

    public Passkeys(PasskeyChallenges challenges, InstantSource clock) {
        this.challenges = challenges;
        this.clock = clock;
    }

    /** Begins to make one for whoever has a Session. */
    PasskeyChallenges.Begun beginMaking(UserView user, List<Passkey> present, String session, Site site) {
        byte[] challenge = challenges.random();
        return new PasskeyChallenges.Begun(
                options(creation(user, present, challenge, site)),
                challenges.cookie(PasskeyChallenges.MAKE, challenge, site, session));
    }

    /**
     * A passkey that was made.
     *
     * @param moment of its challenge
     */
    record Made(Passkey passkey, long moment) {}

    /** The passkey that a browser has made; null when it did not by this challenge, or has it already. */
    @Nullable
    Made make(UserView user, List<Passkey> present, String session, String name, PasskeyProof proof) {
        PasskeyChallenges.Challenge challenge =
                challenges.read(PasskeyChallenges.MAKE, proof.challenge(), proof.site(), session);
        if (challenge == null) {
            return null;
        }
        try {
            var response = PublicKeyCredential.parseRegistrationResponseJson(
                    proof.credential().toString());
            if (!FORMATS.contains(response.getResponse().getAttestation().getFormat())) {
                return null;
            }
            RegistrationResult result = party(proof.site(), OwnCredentials.at(proof.site(), user, present))
                    .finishRegistration(FinishRegistrationOptions.builder()
                            .request(creation(user, present, challenge.bytes(), proof.site()))
                            .response(response)
                            .build());
            Passkey passkey = new Passkey(
                    result.getKeyId().getId().getBase64Url(),
                    name,
                    proof.site().origin(),
                    result.getPublicKeyCose().getBase64Url(),
                    result.getSignatureCount(),
                    now(),
                    null);
            return new Made(passkey, challenge.moment());
        } catch (RegistrationFailedException | IOException | IllegalArgumentException e) {
            LOG.info("A passkey of {} was not taken: {}", user.name(), printable(e));
            return null;
        }
    }

    /** Begins to prove somebody by a passkey, whoever it is. */
    PasskeyChallenges.Begun beginProof(Site site, boolean alone) {
        byte[] challenge = challenges.random();
        return new PasskeyChallenges.Begun(
                options(request(challenge, site, alone)),
                challenges.cookie(PasskeyChallenges.PROVE, challenge, site, ""));
    }

    /** The uid of the User whom a proof names, true or not; empty for none. */
    static String claimed(PasskeyProof proof) {
        String handle = proof.credential().at("/response/userHandle").asText();
        try {
            return new String(OwnCredentials.bytes(handle).getBytes(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /**
     * What is stored after a proof was taken.
     *
     * @param alone whether there is no other proof: the authenticator must have verified the person then
     * @return null when the proof is wrong, or was taken before
     */
    @Nullable
    UserSecret take(UserView user, UserSecret stored, PasskeyProof proof, boolean alone) {
        PasskeyChallenges.Challenge challenge =
                challenges.read(PasskeyChallenges.PROVE, proof.challenge(), proof.site(), "");
        if (challenge == null || challenge.moment() <= stored.takenChallenge()) {
            return null;
        }
        try {
            AssertionResult result = party(proof.site(), OwnCredentials.at(proof.site(), user, stored.passkeys()))
                    .finishAssertion(FinishAssertionOptions.builder()
                            .request(AssertionRequest.builder()
                                    .publicKeyCredentialRequestOptions(request(challenge.bytes(), proof.site(), alone))
                                    .username(user.name())
                                    .build())
                            .response(PublicKeyCredential.parseAssertionResponseJson(
                                    proof.credential().toString()))
                            .build());
            return result.isSuccess()
                    ? stored.withUsed(
                            result.getCredential().getCredentialId().getBase64Url(),
                            result.getSignatureCount(),
                            now(),
                            challenge.moment())
                    : null;
        } catch (AssertionFailedException | IOException | IllegalArgumentException e) {
            LOG.info("A passkey of {} was refused: {}", user.name(), printable(e));
            return null;
        }
    }

    private static RelyingParty party(Site site, OwnCredentials credentials) {
        return RelyingParty.builder()
                .identity(identity(site))
                .credentialRepository(credentials)
                .origins(Set.of(site.origin()))
                .preferredPubkeyParams(ALGORITHMS)
                .attestationConveyancePreference(AttestationConveyancePreference.NONE)
                .validateSignatureCounter(true)
                .build();
    }

    private static RelyingPartyIdentity identity(Site site) {
        return RelyingPartyIdentity.builder().id(site.host()).name(SERVER).build();
    }

    /** Discoverable always: so nobody need be told which passkeys a User has. */
    private static PublicKeyCredentialCreationOptions creation(
            UserView user, List<Passkey> present, byte[] challenge, Site site) {
        return PublicKeyCredentialCreationOptions.builder()
                .rp(identity(site))
                .user(UserIdentity.builder()
                        .name(user.name())
                        .displayName(user.email())
                        .id(OwnCredentials.handle(user))
                        .build())
                .challenge(new ByteArray(challenge))
                .pubKeyCredParams(ALGORITHMS)
                .excludeCredentials(OwnCredentials.at(site, user, present).getCredentialIdsForUsername(user.name()))
                .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.PREFERRED)
                        .build())
                .attestation(AttestationConveyancePreference.NONE)
                .timeout(PasskeyChallenges.LIFE.toMillis())
                .build();
    }

    private static PublicKeyCredentialRequestOptions request(byte[] challenge, Site site, boolean alone) {
        return PublicKeyCredentialRequestOptions.builder()
                .challenge(new ByteArray(challenge))
                .rpId(Optional.of(site.host()))
                .userVerification(alone ? UserVerificationRequirement.REQUIRED : UserVerificationRequirement.PREFERRED)
                .timeout(PasskeyChallenges.LIFE.toMillis())
                .build();
    }

    private static ObjectNode options(PublicKeyCredentialCreationOptions creation) {
        return publicKey(creation::toCredentialsCreateJson);
    }

    private static ObjectNode options(PublicKeyCredentialRequestOptions request) {
        return publicKey(request::toCredentialsGetJson);
    }

    private interface Written {
        String json() throws JsonProcessingException;
    }

    private static ObjectNode publicKey(Written options) {
        try {
            return (ObjectNode) MAPPER.readTree(options.json()).path("publicKey");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("options that were just built can be written", e);
        }
    }

    /** Part of it may be what the browser said. */
    private static String printable(Exception e) {
        String text = String.valueOf(e.getMessage()).replaceAll("[^\\x20-\\x7e]", "?");
        return text.substring(0, Math.min(text.length(), MAX_LOGGED));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
