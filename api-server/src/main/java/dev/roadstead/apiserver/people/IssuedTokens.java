package dev.roadstead.apiserver.people;

import java.time.Duration;

/**
 * What a person is given who has signed in; shown once.
 *
 * @param expiresIn how long the access token is valid
 * @param refreshExpiresIn how long the refresh token is, if it is not used before
 */
public record IssuedTokens(
        String accessToken,
        Duration expiresIn,
        String refreshToken,
        Duration refreshExpiresIn,
        String user,
        String session) {
    /** Never shows a token. */
    @Override
    public String toString() {
        return "IssuedTokens[" + user + "/" + session + "]";
    }
}
