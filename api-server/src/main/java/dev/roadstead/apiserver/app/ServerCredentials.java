package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.BearerTokens;
import dev.roadstead.apiserver.authn.ClientCertificates;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.StaticTokens;
import dev.roadstead.apiserver.tls.ClientAuthorities;
import dev.roadstead.apiserver.tls.Pki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server proves itself with, and what others prove themselves to it with.
 *
 * @param clientAuthorities who may sign the certificates of clients
 * @param signingKey of the tokens of ServiceAccounts
 */
record ServerCredentials(
        Pki.ServerIdentity identity,
        List<X509Certificate> clientAuthorities,
        String adminToken,
        String controllerToken,
        String signingKey) {
    private static final String MASTERS = "system:masters";

    /**
     * Reads them, or makes them at the first start.
     *
     * @param hosts names of the server
     * @param furtherAuthorities a PEM file; null for none
     */
    static ServerCredentials ensure(
            Path dataDir,
            Set<String> hosts,
            @Nullable Path furtherAuthorities,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        Tokens tokens = new Tokens(dataDir.resolve("tokens"), random);
        Pki.ServerIdentity identity = new Pki(dataDir.resolve("pki"), clock, random).ensure(hosts);
        return new ServerCredentials(
                identity,
                ClientAuthorities.read(identity.authority(), furtherAuthorities),
                tokens.ensure("admin"),
                tokens.ensure("controller"),
                tokens.ensure("service-account-signing"));
    }

    /**
     * Who knows whose requests are whose.
     *
     * @param others know further tokens, in the order in which they are asked
     */
    Authenticator authenticator(List<BearerTokens> others) throws IOException {
        StaticTokens fixed = new StaticTokens(Map.of(
                adminToken, Principal.of("kubernetes-admin", Set.of(MASTERS, Authenticator.AUTHENTICATED)),
                controllerToken, Principal.of(ServerConfig.CONTROLLERS, Set.of(MASTERS, Authenticator.AUTHENTICATED))));
        try {
            List<BearerTokens> all = new ArrayList<>(List.of(fixed));
            all.addAll(others);
            return new Authenticator(all, new ClientCertificates(clientAuthorities));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the client authorities: " + e.getMessage(), e);
        }
    }

    byte[] signingKeyBytes() {
        return signingKey.getBytes(StandardCharsets.US_ASCII);
    }

    /** Never shows a token or key. */
    @Override
    public String toString() {
        return "ServerCredentials[...]";
    }
}
