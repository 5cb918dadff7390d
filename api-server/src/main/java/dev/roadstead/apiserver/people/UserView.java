package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A User, as far as sign-in reads it.
 *
 * @param email in lower case
 * @param mfa whether a second factor is asked for
 * @param mfaRequired whether the person may not be without one
 */
public record UserView(String name, String uid, String email, boolean disabled, boolean mfa, boolean mfaRequired) {
    static UserView of(ObjectNode user) {
        return new UserView(
                user.at("/metadata/name").asText(),
                user.at("/metadata/uid").asText(),
                email(user),
                user.at("/spec/disabled").asBoolean()
                        || user.at("/metadata/deletionTimestamp").isTextual(),
                user.at("/status/mfa").asBoolean(),
                user.at("/status/mfaRequired").asBoolean());
    }

    static String email(ObjectNode object) {
        return object.at("/spec/email").asText().toLowerCase(Locale.ROOT);
    }
}
