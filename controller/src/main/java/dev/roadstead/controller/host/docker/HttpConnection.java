package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.Link;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP/1.1 (RFC 9112) on one link; one exchange at a time, and the body is read before the next one. Not thread-safe. */
final class HttpConnection implements Closeable {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 100;

    private final Link link;
    private final InputStream in;

    HttpConnection(Link link) {
        this.link = link;
        this.in = new BufferedInputStream(link.input(), 16 * 1024);
    }

    /** Sends the request to this path, and returns when the head of the answer has arrived. */
    HttpResponse exchange(HttpRequest request, String versionedPath) throws IOException {
        write(request, versionedPath);
        HttpResponse response = readHead(request);
        while (response.status() >= 100 && response.status() < 200) {
            if (response.status() == 101) {
                throw new ProtocolException(
                        "the engine switched protocols on " + request + ", which did not ask for it");
            }
            response = readHead(request);
        }
        return response;
    }

    private void write(HttpRequest request, String path) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(path).append(" HTTP/1.1\r\nHost: docker\r\n");
        request.headers().forEach((name, value) -> {
            requireOneLine(name);
            requireOneLine(value);
            head.append(name).append(": ").append(value).append("\r\n");
        });
        byte[] body = request.body();
        if (body.length > 0 || !request.isGet()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length);
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        OutputStream out = link.output();
        bytes.writeTo(out);
        out.flush();
    }

    private static void requireOneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a header must not hold line breaks");
        }
    }

    private HttpResponse readHead(HttpRequest request) throws IOException {
        String statusLine = readLine(in);
        String[] parts = statusLine.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new ProtocolException("expected an HTTP/1.1 status line, got \"" + statusLine + "\"");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() >= MAX_HEADERS) {
                throw new ProtocolException("bad header line \"" + line + "\"");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(parts[1]);
        return withBody(request, parts[0], status, headers);
    }

    private HttpResponse withBody(HttpRequest request, String protocol, int status, Map<String, String> headers)
            throws ProtocolException {
        boolean keep = protocol.equals("HTTP/1.1") && !"close".equalsIgnoreCase(headers.get("connection"));
        if (status < 200 || status == 204 || status == 304 || request.method().equals("HEAD")) {
            return new HttpResponse(status, headers, InputStream.nullInputStream(), keep);
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new HttpResponse(status, headers, new HttpBodies.Chunked(in), keep);
        }
        String length = headers.get("content-length");
        if (length != null) {
            if (!length.matches("[0-9]{1,18}")) {
                throw new ProtocolException("bad Content-Length \"" + length + "\"");
            }
            return new HttpResponse(status, headers, new HttpBodies.Fixed(in, Long.parseLong(length)), keep);
        }
        return new HttpResponse(status, headers, in, false);
    }

    static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the engine closed the connection");
            }
            if (line.length() >= MAX_LINE) {
                throw new ProtocolException("a header line of more than " + MAX_LINE + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
