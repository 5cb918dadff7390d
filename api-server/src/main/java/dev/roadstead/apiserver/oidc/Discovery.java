package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What providers say of themselves (OpenID Connect Discovery 1.0), kept for some minutes. Thread-safe. */
final class Discovery {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_KEPT = 64;

    private final Calls calls;
    private final InstantSource clock;
    private final Map<URI, Found> found = new ConcurrentHashMap<>();

    Discovery(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** The endpoints of a provider. */
    record Endpoints(URI authorization, URI token, URI keys) {}

    private record Found(Endpoints endpoints, Instant at) {}

    Endpoints of(Provider provider) throws SignInException, InterruptedException {
        Found known = found.get(provider.issuer());
        if (known != null && clock.instant().isBefore(known.at().plus(KEPT))) {
            return known.endpoints();
        }
        JsonNode document = calls.get(provider, URI.create(provider.issuer() + "/.well-known/openid-configuration"));
        String issuer = document.path("issuer").asText().replaceFirst("/+$", "");
        if (!issuer.equals(provider.issuer().toString())) {
            throw new SignInException("the issuer of " + provider.name() + " calls itself " + issuer + ", expected "
                    + provider.issuer() + "; correct spec.issuer of the IdentityProvider");
        }
        Endpoints endpoints = new Endpoints(
                endpoint(provider, document, "authorization_endpoint"),
                endpoint(provider, document, "token_endpoint"),
                endpoint(provider, document, "jwks_uri"));
        if (found.size() >= MAX_KEPT) {
            found.clear();
        }
        found.put(provider.issuer(), new Found(endpoints, clock.instant()));
        return endpoints;
    }

    private static URI endpoint(Provider provider, JsonNode document, String field) throws SignInException {
        try {
            URI url = new URI(document.path(field).asText());
            if (url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw new SignInException("the discovery document of " + provider.name() + " has no URL as " + field);
    }
}
