package dev.roadstead.controller.plan;

import org.jspecify.annotations.Nullable;

/**
 * How a registry is asked for an image.
 *
 * @param credentials null: anonymously
 * @param remark where the credentials are from, or why there are none, for whoever has to find out why it was refused
 */
public record RegistryAccess(@Nullable Credentials credentials, String remark) {
    public static final RegistryAccess ANONYMOUS = new RegistryAccess(null, "no pull secret is named");

    /**
     * What a registry knows somebody by: user name and password, or a token.
     *
     * @param server as Docker wants it named
     * @param identityToken null unless it takes the place of the password
     */
    public record Credentials(
            String server,
            String username,
            String password,
            @Nullable String identityToken) {
        @Override
        public String toString() {
            return "Credentials[" + server + "]";
        }
    }
}
