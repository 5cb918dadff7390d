package dev.roadstead.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.apiserver.app.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * HTTP/1.1 over TLS as a client that checks nothing of what it sends: paths, headers and bodies go out as they are
 * given. One connection for each request. Thread-safe.
 */
public final class HttpClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TIMEOUT_MILLIS = 30_000;

    private final URI url;
    private final String token;
    private final SSLContext tls;

    private HttpClient(URI url, String token, SSLContext tls) {
        this.url = url;
        this.token = token;
        this.tls = tls;
    }

    /**
     * What came back.
     *
     * @param head status line and headers
     */
    public record Answer(int status, String head, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        /** As a failure's message shows it. */
        @Override
        public String toString() {
            return head.lines().findFirst().orElse("") + "\n"
                    + (text.length() > 2000 ? text.substring(0, 2000) + "…" : text);
        }
    }

    static HttpClient administrator(ApiServer server) throws IOException {
        Path kubeconfig = server.adminKubeconfig();
        return new HttpClient(
                server.url(),
                field(kubeconfig, "token: (.*)"),
                trusting(Base64.getDecoder().decode(field(kubeconfig, "certificate-authority-data: (.*)"))));
    }

    public Answer get(String path) {
        return send("GET", path, List.of(), new byte[0]);
    }

    public Answer post(String path, String json) {
        return send("POST", path, List.of("Content-Type: application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a request and reads the answer to its end.
     *
     * @param headers whole lines; Host, Authorization, Content-Length and Connection are added unless they are among them
     */
    public Answer send(String method, String target, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        List<String> lines = new ArrayList<>(headers);
        addUnlessNamed(lines, "Host", url.getAuthority());
        addUnlessNamed(lines, "Authorization", "Bearer " + token);
        addUnlessNamed(lines, "Connection", "close");
        if (lines.stream().noneMatch(line -> named(line, "Transfer-Encoding"))) {
            addUnlessNamed(lines, "Content-Length", Integer.toString(body.length));
        }
        lines.forEach(line -> head.append(line).append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = tls.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            write(socket, start, body);
            return read(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        }
    }

    /** A server may answer before it has read everything; then its answer counts, not that it stopped reading. */
    private static void write(Socket socket, byte[] head, byte[] body) throws IOException {
        socket.getOutputStream().write(head);
        try {
            socket.getOutputStream().write(body);
        } catch (IOException answeredEarly) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    private static void addUnlessNamed(List<String> lines, String name, String value) {
        if (lines.stream().noneMatch(line -> named(line, name))) {
            lines.add(name + ": " + value);
        }
    }

    private static boolean named(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    private static Answer read(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        Matcher status = Pattern.compile("HTTP/1\\.[01] (\\d{3})").matcher(text);
        if (end < 0 || !status.lookingAt()) {
            throw new IOException("no HTTP answer: " + text.lines().findFirst().orElse("the connection was closed"));
        }
        String head = text.substring(0, end);
        InputStream rest = new ByteArrayInputStream(answer, end + 4, answer.length - end - 4);
        boolean chunked = head.lines().anyMatch(line -> line.equalsIgnoreCase("transfer-encoding: chunked"));
        byte[] body = chunked ? unchunk(rest) : rest.readAllBytes();
        return new Answer(Integer.parseInt(status.group(1)), head, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] unchunk(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            in.skipNBytes(2);
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the answer ends within its body");
            }
            line.append((char) next);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    private static String field(Path kubeconfig, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(kubeconfig));
        if (!matcher.find()) {
            throw new IOException(kubeconfig + " has nothing like " + pattern);
        }
        return matcher.group(1);
    }

    private static SSLContext trusting(byte[] authority) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the server's authority cannot be trusted", e);
        }
    }
}
