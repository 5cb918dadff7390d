package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks ID tokens (OpenID Connect Core 1.0, 3.1.3.7). Keys come from the provider's key set alone, whatever a token's header
 * says of itself, and the algorithm is one of the asymmetric ones. Thread-safe.
 */
final class IdTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final Duration KEPT = Duration.ofMinutes(10);
    /** A provider that changed its keys is asked again, but not for every token that names a key of its own. */
    private static final Duration NOT_BEFORE = Duration.ofSeconds(30);

    private static final int MAX_KEPT = 64;

    private final Calls calls;
    private final InstantSource clock;
    private final Map<URI, Keys> known = new ConcurrentHashMap<>();

    private record Keys(JWKSet set, Instant at) {}

    IdTokens(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * The claims of a token that the provider made for this installation and this attempt.
     *
     * @throws SignInException if it is any other
     */
    JWTClaimsSet verify(Provider provider, URI keys, String token, String nonce)
            throws SignInException, InterruptedException {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWTClaimsSet claims =
                    processor(provider, keysFor(provider, keys, signed)).process(signed, null);
            if (!nonce.equals(claims.getStringClaim("nonce"))) {
                throw new SignInException("the ID token of " + provider.name() + " is for another sign-in");
            }
            Object authorized = claims.getClaim("azp");
            if (authorized != null && !authorized.equals(provider.clientId())) {
                throw new SignInException("the ID token of " + provider.name() + " is for another client");
            }
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new SignInException("the ID token of " + provider.name() + " is not valid: " + e.getMessage(), e);
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(Provider provider, JWKSet keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new Claims(provider, clock));
        return processor;
    }

    private JWKSet keysFor(Provider provider, URI url, SignedJWT token)
            throws SignInException, InterruptedException, ParseException {
        Keys keys = known.get(url);
        Instant now = clock.instant();
        boolean lacksIt = keys != null
                && keys.set().getKeyByKeyId(token.getHeader().getKeyID()) == null
                && now.isAfter(keys.at().plus(NOT_BEFORE));
        if (keys != null && !lacksIt && now.isBefore(keys.at().plus(KEPT))) {
            return keys.set();
        }
        JsonNode document = calls.get(provider, url);
        JWKSet set = JWKSet.parse(document.toString());
        if (known.size() >= MAX_KEPT) {
            known.clear();
        }
        known.put(url, new Keys(set, now));
        return set;
    }

    /** Issuer, audience and times; by our clock. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        Claims(Provider provider, InstantSource clock) {
            super(provider.clientId(), new JWTClaimsSet.Builder().build(), Set.of("iss", "sub", "aud", "exp", "iat"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
