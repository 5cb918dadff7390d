package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A Session, as far as requests read it. A time that is not there lies in the past.
 *
 * @param refreshSha256 digest of the refresh token that is valid; empty for none
 * @param familySha256 of what all refresh tokens of the Session share; empty for none
 */
record SessionView(
        String name,
        String uid,
        String user,
        String userUid,
        Instant authenticatedAt,
        boolean mfa,
        Instant expiresAt,
        Instant lastUsed,
        String address,
        String refreshSha256,
        String familySha256) {
    static SessionView of(ObjectNode session) {
        return new SessionView(
                session.at("/metadata/name").asText(),
                session.at("/metadata/uid").asText(),
                session.at("/spec/user").asText(),
                session.at("/spec/userUid").asText(),
                time(session, "/spec/authenticatedAt"),
                session.at("/spec/mfa").asBoolean(),
                time(session, "/spec/expiresAt"),
                time(session, "/status/lastUsed"),
                session.at("/spec/address").asText(),
                session.at("/status/refreshSha256").asText(),
                session.at("/status/familySha256").asText());
    }

    static Instant time(ObjectNode object, String pointer) {
        try {
            return Instant.parse(object.at(pointer).asText());
        } catch (DateTimeParseException absent) {
            return Instant.EPOCH;
        }
    }
}
