package dev.roadstead.apiserver.authn;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request: by a bearer token, then by a client certificate. Thread-safe. */
public final class Authenticator {
    public static final String AUTHENTICATED = "system:authenticated";

    private static final String SCHEME = "bearer ";
    private static final String WEB_SOCKET_PREFIX = "base64url.bearer.authorization.k8s.io.";

    private final List<BearerTokens> tokens;
    private final ClientCertificates certificates;

    public Authenticator(List<BearerTokens> tokens, ClientCertificates certificates) {
        this.tokens = List.copyOf(tokens);
        this.certificates = certificates;
    }

    /**
     * Finds who sent a request.
     *
     * @return the principal, {@link Principal#ANONYMOUS} when nothing was presented, or null when what was presented is
     *     wrong
     */
    public @Nullable Principal authenticate(Credentials credentials) {
        return authenticate(credentials, BearerTokens::find);
    }

    /** As {@link #authenticate(Credentials)}, for a request that goes on ({@link BearerTokens#findOpen}). */
    public @Nullable Principal reauthenticate(Credentials credentials) {
        return authenticate(credentials, BearerTokens::findOpen);
    }

    private @Nullable Principal authenticate(Credentials credentials, Look look) {
        String authorization = credentials.authorization();
        String token = authorization == null ? ofWebSocket(credentials.webSocketProtocols()) : ofHeader(authorization);
        BearerTokens.Identity identity = token == null ? null : find(token, look);
        if (identity != null && identity.audiences().contains(BearerTokens.SERVER)) {
            return identity.principal();
        }
        List<X509Certificate> chain = credentials.certificates().get();
        if (!chain.isEmpty()) {
            Principal principal = certificates.verify(chain);
            return principal == null ? null : authenticated(principal);
        }
        return authorization == null && token == null ? Principal.ANONYMOUS : null;
    }

    /** Whose a token is, for whichever audience; null if it is not valid. */
    public BearerTokens.@Nullable Identity find(String token) {
        return find(token, BearerTokens::find);
    }

    private BearerTokens.@Nullable Identity find(String token, Look look) {
        for (BearerTokens known : tokens) {
            BearerTokens.Identity identity = look.find(known, token);
            if (identity != null) {
                return identity.principal().groups().contains(AUTHENTICATED)
                        ? identity
                        : new BearerTokens.Identity(authenticated(identity.principal()), identity.audiences());
            }
        }
        return null;
    }

    /** One of the ways to look a token up. */
    private interface Look {
        BearerTokens.@Nullable Identity find(BearerTokens known, String token);
    }

    /** Whoever proved a name is in this group, whatever the authenticator says. */
    private static Principal authenticated(Principal principal) {
        Set<String> groups = new HashSet<>(principal.groups());
        groups.add(AUTHENTICATED);
        return new Principal(principal.user(), principal.uid(), groups, principal.extra(), principal.scope());
    }

    /** Null if the header is none of a bearer token. */
    private static @Nullable String ofHeader(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    /** The token stands beside the protocols that are meant; null if there is none. */
    private static @Nullable String ofWebSocket(@Nullable String protocols) {
        if (protocols == null) {
            return null;
        }
        for (String protocol : protocols.split(",", -1)) {
            if (protocol.strip().startsWith(WEB_SOCKET_PREFIX)) {
                return decode(protocol.strip().substring(WEB_SOCKET_PREFIX.length()));
            }
        }
        return null;
    }

    private static String decode(String base64url) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64url), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return ""; // nobody's token, but one was presented
        }
    }
}
