package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * GitHub's OAuth 2 (GitHub Docs, "Authorizing OAuth apps"), which knows no ID tokens: the person is read from its API. Groups
 * are {@code organization/team}. Thread-safe.
 */
final class GitHub implements Speaker {
    private static final String SCOPES = "read:user user:email read:org";
    private static final int TEAMS_OF_A_PAGE = 100;

    private final Calls calls;

    GitHub(Calls calls) {
        this.calls = calls;
    }

    @Override
    public URI authorize(Provider provider, Attempt attempt, URI redirect) {
        Map<String, String> query = new TreeMap<>();
        query.put("client_id", provider.clientId());
        query.put("redirect_uri", redirect.toString());
        query.put("scope", SCOPES);
        query.put("state", attempt.state());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return Calls.with(URI.create(provider.issuer() + "/login/oauth/authorize"), query);
    }

    @Override
    public Identity redeem(Provider provider, Attempt attempt, URI redirect, String code, String clientSecret)
            throws SignInException, InterruptedException {
        Map<String, String> form = new TreeMap<>();
        form.put("client_id", provider.clientId());
        form.put("client_secret", clientSecret);
        form.put("code", code);
        form.put("redirect_uri", redirect.toString());
        form.put("code_verifier", attempt.verifier());
        JsonNode answer = calls.post(provider, URI.create(provider.issuer() + "/login/oauth/access_token"), form);
        String token = answer.path("access_token").textValue();
        if (token == null) {
            throw new SignInException(provider.name() + " refused the code: "
                    + answer.path("error").asText("it gave no access token"));
        }
        JsonNode user = calls.get(provider, api(provider, "/user"), token);
        if (!user.path("id").isIntegralNumber()) {
            throw new SignInException(provider.name() + " did not say who signed in");
        }
        return new Identity(
                provider.name(),
                user.path("id").asText(),
                email(calls.get(provider, api(provider, "/user/emails"), token)),
                user.path("name").asText(""),
                user.path("login").asText(""),
                teams(calls.get(provider, api(provider, "/user/teams?per_page=" + TEAMS_OF_A_PAGE), token)),
                false);
    }

    /** GitHub Enterprise Server has its API below its own address. */
    private static URI api(Provider provider, String path) {
        boolean isPublic = provider.issuer().getHost().equals("github.com");
        return URI.create((isPublic ? "https://api.github.com" : provider.issuer() + "/api/v3") + path);
    }

    private static String email(JsonNode emails) {
        return emails.valueStream()
                .filter(it ->
                        it.path("primary").asBoolean() && it.path("verified").asBoolean())
                .map(it -> it.path("email").asText())
                .findFirst()
                .orElse("");
    }

    private static List<String> teams(JsonNode teams) {
        return teams.valueStream()
                .map(it -> it.path("organization").path("login").asText() + "/"
                        + it.path("slug").asText())
                .toList();
    }
}
