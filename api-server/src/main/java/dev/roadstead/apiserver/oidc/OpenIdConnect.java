package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core 1.0, authorization code flow with PKCE; GitLab and Google speak it too. Thread-safe. */
final class OpenIdConnect implements Speaker {
    private final Calls calls;
    private final Discovery discovery;
    private final IdTokens tokens;

    OpenIdConnect(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.discovery = new Discovery(calls, clock);
        this.tokens = new IdTokens(calls, clock);
    }

    @Override
    public URI authorize(Provider provider, Attempt attempt, URI redirect)
            throws SignInException, InterruptedException {
        Map<String, String> query = new TreeMap<>();
        query.put("response_type", "code");
        query.put("client_id", provider.clientId());
        query.put("redirect_uri", redirect.toString());
        query.put("scope", String.join(" ", provider.scopes()));
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return Calls.with(discovery.of(provider).authorization(), query);
    }

    @Override
    public Identity redeem(Provider provider, Attempt attempt, URI redirect, String code, String clientSecret)
            throws SignInException, InterruptedException {
        Discovery.Endpoints endpoints = discovery.of(provider);
        Map<String, String> form = new TreeMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect.toString());
        form.put("client_id", provider.clientId());
        form.put("client_secret", clientSecret);
        form.put("code_verifier", attempt.verifier());
        JsonNode answer = calls.post(provider, endpoints.token(), form);
        String idToken = answer.path("id_token").textValue();
        if (idToken == null) {
            throw new SignInException(provider.name() + " gave no ID token; spec.scopes must have openid");
        }
        return identity(provider, tokens.verify(provider, endpoints.keys(), idToken, attempt.nonce()));
    }

    private static Identity identity(Provider provider, JWTClaimsSet claims) throws SignInException {
        try {
            String issuer = String.valueOf(claims.getIssuer()).replaceFirst("/+$", "");
            if (!issuer.equals(provider.issuer().toString())) {
                throw new SignInException("the ID token is of " + issuer + ", expected " + provider.issuer());
            }
            String email =
                    Boolean.TRUE.equals(claims.getClaim("email_verified")) ? text(claims.getStringClaim("email")) : "";
            return new Identity(
                    provider.name(),
                    claims.getSubject(),
                    email,
                    text(claims.getStringClaim("name")),
                    text(claims.getStringClaim("preferred_username")),
                    texts(claims.getClaim(provider.groupsClaim())),
                    texts(claims.getClaim("amr")).stream().anyMatch(provider.trustedAmr()::contains));
        } catch (ParseException e) {
            throw new SignInException("a claim of " + provider.name() + " is of a wrong type: " + e.getMessage(), e);
        }
    }

    private static List<String> texts(@Nullable Object claim) {
        return claim instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static String text(@Nullable String claim) {
        return claim == null ? "" : claim;
    }
}
