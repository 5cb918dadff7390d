package dev.roadstead.controller.edge;

import dev.roadstead.controller.edge.EdgeAuthority.Identity;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The certificate that the endpoint shows; connections that are made from then on see a new one. Thread-safe. */
public final class EdgeKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "edge";
    private static final String ALGORITHM = "EC";

    private volatile @Nullable Pair pair;

    @SuppressWarnings("ArrayRecordComponent")
    private record Pair(X509Certificate[] chain, PrivateKey key) {}

    /**
     * Shows this one.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public void use(Identity identity) {
        try {
            var in = new ByteArrayInputStream(identity.certificate().getBytes(StandardCharsets.US_ASCII));
            X509Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            byte[] der = Base64.getMimeDecoder().decode(identity.key().replaceAll("-----[A-Z ]+-----", ""));
            pair = new Pair(chain, KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the endpoint's certificate cannot be used: " + e.getMessage(), e);
        }
    }

    /** For a server that shows it. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
        return type.equals(ALGORITHM) && pair != null ? ALIAS : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Pair now = pair;
        return now == null ? null : now.chain().clone();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Pair now = pair;
        return now == null ? null : now.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
