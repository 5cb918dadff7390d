package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.testkit.TestAuthority;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows each visitor the certificate for the name that was asked for; without one its own, as Traefik does. */
final class SniKeys extends X509ExtendedKeyManager {
    private static final String OWN = "TRAEFIK DEFAULT CERT";

    private final Supplier<List<Pair>> pairs;
    private final Pair own;

    /** A certificate with its chain, and its EC key. */
    record Pair(List<X509Certificate> chain, PrivateKey key) {
        static List<Pair> in(JsonNode configuration) {
            List<Pair> pairs = new ArrayList<>();
            configuration
                    .at("/tls/certificates")
                    .forEach(it -> pairs.add(
                            of(it.path("certFile").asText(), it.path("keyFile").asText())));
            return pairs;
        }

        private static Pair of(String chain, String key) {
            try {
                var in = new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII));
                List<X509Certificate> certificates =
                        CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                                .map(X509Certificate.class::cast)
                                .toList();
                byte[] der = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
                String algorithm = certificates.getFirst().getPublicKey().getAlgorithm();
                return new Pair(
                        certificates, KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("a certificate or key that cannot be read", e);
            }
        }

        boolean covers(String host) {
            try {
                return chain.getFirst().getSubjectAlternativeNames().stream()
                        .map(name -> String.valueOf(name.get(1)))
                        .anyMatch(name -> name.equals(host)
                                || (name.startsWith("*.")
                                        && host.indexOf('.') > 0
                                        && host.substring(host.indexOf('.')).equals(name.substring(1))));
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    SniKeys(Supplier<List<Pair>> pairs) {
        this.pairs = pairs;
        TestAuthority.Issued issued = new TestAuthority().issue(OWN);
        this.own = Pair.of(issued.certificate(), issued.key());
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
        if (!type.equals("EC")) {
            return null;
        }
        ExtendedSSLSession session = (ExtendedSSLSession) engine.getHandshakeSession();
        return session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(OWN);
    }

    @Override
    public X509Certificate[] getCertificateChain(String host) {
        return find(host).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String host) {
        return find(host).key();
    }

    private Pair find(String host) {
        return pairs.get().stream()
                .filter(pair -> pair.covers(host))
                .findFirst()
                .orElse(own);
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
