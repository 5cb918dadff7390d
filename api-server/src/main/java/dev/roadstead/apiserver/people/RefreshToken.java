package dev.roadstead.apiserver.people;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token says which Session it is of; the rest of it are 256 random bits.
 *
 * @param text to be shown once
 */
record RefreshToken(String user, String session, String text) {
    private static final Pattern FORM =
            Pattern.compile(OpaqueToken.REFRESH + "([a-z0-9-]{1,63})\\.([a-z0-9-]{1,63})\\.[A-Za-z0-9_-]{43}");

    static RefreshToken make(String user, String session, SecureRandom random) {
        String secret = OpaqueToken.make("", random).text();
        return new RefreshToken(user, session, OpaqueToken.REFRESH + user + "." + session + "." + secret);
    }

    /** Null if the text has not the form of one. */
    static @Nullable RefreshToken parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? new RefreshToken(parts.group(1), parts.group(2), text) : null;
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
