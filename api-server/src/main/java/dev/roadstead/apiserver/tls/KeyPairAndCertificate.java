package dev.roadstead.apiserver.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the private key that belongs to it. */
record KeyPairAndCertificate(PrivateKey key, X509Certificate certificate) {
    /** Never shows the key. */
    @Override
    public String toString() {
        return "KeyPairAndCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
