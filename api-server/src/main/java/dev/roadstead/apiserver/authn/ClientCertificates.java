package dev.roadstead.apiserver.authn;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Client certificates: the common name is the user, the organizations are the groups. A certificate counts when a trusted
 * authority signed it for clients (extended key usage) and it is valid now. Thread-safe.
 */
public final class ClientCertificates {
    private final X509TrustManager trust;

    /**
     * Trusts the authorities that are given.
     *
     * @throws GeneralSecurityException if one of them cannot be used
     */
    public ClientCertificates(Collection<X509Certificate> authorities) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            this.trust = x509(factory.getTrustManagers());
        } catch (IOException e) {
            throw new GeneralSecurityException("cannot make an empty key store", e);
        }
    }

    private static X509TrustManager x509(TrustManager[] managers) throws GeneralSecurityException {
        for (TrustManager manager : managers) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this Java platform has no X.509 trust manager");
    }

    /**
     * Whose certificate it is.
     *
     * @param chain the client's own first
     * @return null if it does not count, or names no user
     */
    @Nullable
    Principal verify(List<X509Certificate> chain) {
        try {
            X509Certificate own = chain.getFirst();
            trust.checkClientTrusted(
                    chain.toArray(X509Certificate[]::new), own.getPublicKey().getAlgorithm());
            return principal(own);
        } catch (CertificateException | InvalidNameException refused) {
            return null;
        }
    }

    private static @Nullable Principal principal(X509Certificate certificate) throws InvalidNameException {
        String user = "";
        Set<String> groups = new HashSet<>();
        for (Rdn name : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            switch (name.getType()) {
                case "CN" -> user = String.valueOf(name.getValue());
                case "O" -> groups.add(String.valueOf(name.getValue()));
                default -> {}
            }
        }
        return user.isEmpty() ? null : Principal.of(user, groups);
    }
}
