package dev.roadstead.bench.peer;

import dev.roadstead.bench.http.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The kubeconfig that a server wrote, read as a client does. */
public final class KubeconfigFile {
    private KubeconfigFile() {}

    public static Target read(Path file) throws IOException {
        String text = Files.readString(file);
        return new Target(
                URI.create(field(text, "server: (\\S+)", file)),
                trusting(field(text, "certificate-authority-data: (\\S+)", file)),
                field(text, "token: (\\S+)", file));
    }

    private static String field(String text, String pattern, Path file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("expected \"" + pattern + "\" in " + file);
        }
        return matcher.group(1);
    }

    private static SSLContext trusting(String authorityBase64) throws IOException {
        try {
            byte[] pem = Base64.getDecoder().decode(authorityBase64.getBytes(StandardCharsets.US_ASCII));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust the authority of the kubeconfig", e);
        }
    }
}
