package dev.roadstead.apiserver.people;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token says which Session it is of; the rest of it are 256 random bits that all tokens of the Session share, by
 * which one that was replaced is known, and 256 that are its own.
 *
 * @param family the bits that are shared
 * @param text to be shown once
 */
record RefreshToken(String user, String session, String family, String text) {
    private static final Pattern FORM = Pattern.compile(
            OpaqueToken.REFRESH + "([a-z0-9-]{1,63})\\.([a-z0-9-]{1,63})\\.([A-Za-z0-9_-]{43})\\.[A-Za-z0-9_-]{43}");

    /** The first of a Session. */
    static RefreshToken first(String user, String session, SecureRandom random) {
        return make(user, session, OpaqueToken.make("", random).text(), random);
    }

    /** The one that replaces this. */
    RefreshToken next(SecureRandom random) {
        return make(user, session, family, random);
    }

    private static RefreshToken make(String user, String session, String family, SecureRandom random) {
        String secret = OpaqueToken.make("", random).text();
        String text = OpaqueToken.REFRESH + String.join(".", user, session, family, secret);
        return new RefreshToken(user, session, family, text);
    }

    /** Null if the text has not the form of one. */
    static @Nullable RefreshToken parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? new RefreshToken(parts.group(1), parts.group(2), parts.group(3), text) : null;
    }

    String sha256() {
        return OpaqueToken.sha256(text);
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "RefreshToken[" + user + "/" + session + "]";
    }
}
