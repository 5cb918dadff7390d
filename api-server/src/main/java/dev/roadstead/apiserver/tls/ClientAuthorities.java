package dev.roadstead.apiserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may sign the certificates of clients. */
public final class ClientAuthorities {
    private ClientAuthorities() {}

    /**
     * The server's own authority, and those of a file.
     *
     * @param own PEM
     * @param further a PEM file with one or more certificates; null for none
     * @throws IOException if the file cannot be read, or holds anything else
     */
    public static List<X509Certificate> read(String own, @Nullable Path further) throws IOException {
        List<X509Certificate> authorities = new ArrayList<>(parse(own, "the server's own authority"));
        if (further != null) {
            authorities.addAll(parse(Files.readString(further), "the client authorities in " + further));
        }
        return List.copyOf(authorities);
    }

    private static List<X509Certificate> parse(String pem, String what) throws IOException {
        try {
            var input = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(input).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(what + ": expected certificates in PEM, found none");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(what + ": expected certificates in PEM: " + e.getMessage(), e);
        }
    }
}
