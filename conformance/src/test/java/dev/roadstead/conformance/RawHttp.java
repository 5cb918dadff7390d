package dev.roadstead.conformance;

import dev.roadstead.conformance.HttpClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * HTTP/1.1 over TLS as a client that checks nothing of what it sends: paths, headers and bodies go out as they are
 * given. One connection for each request. Thread-safe.
 */
record RawHttp(URI url, SSLContext tls) {
    private static final int TIMEOUT_MILLIS = 30_000;

    /**
     * Sends a request and reads the answer to its end.
     *
     * @param headers whole lines; Host, Authorization, Content-Length and Connection are added unless they are among them
     */
    Answer send(String method, String target, String authorization, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        List<String> lines = new ArrayList<>(headers);
        addUnlessNamed(lines, "Host", url.getAuthority());
        addUnlessNamed(lines, "Authorization", authorization);
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
}
