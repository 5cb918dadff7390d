package dev.roadstead.apiserver.oidc;

import java.util.List;

/**
 * Whom a provider vouches for.
 *
 * @param subject never changes and never goes to another person
 * @param email proved by the provider; empty when it has none, or did not prove it
 * @param name how people call the person; may be empty
 * @param login how the person is called there; may be empty
 * @param mfa whether the provider, which is trusted in this, says that a second factor was shown
 */
public record Identity(
        String provider, String subject, String email, String name, String login, List<String> groups, boolean mfa) {
    private static final int MAX_GROUPS = 1000;
    private static final int MAX_GROUP = 256;

    public Identity {
        groups = groups.stream()
                .filter(group -> !group.isEmpty() && group.length() <= MAX_GROUP)
                .distinct()
                .sorted()
                .limit(MAX_GROUPS)
                .toList();
    }
}
