package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a browser brings of a passkey, true or not.
 *
 * @param site where it was asked for
 * @param challenge the cookie of {@link PasskeyChallenges}; empty for none
 * @param credential the PublicKeyCredential, as {@code toJSON()} writes it
 */
public record PasskeyProof(Site site, String challenge, ObjectNode credential) {
    /** Never shows the challenge. */
    @Override
    public String toString() {
        return "PasskeyProof[" + site.origin() + "]";
    }
}
