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
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 (RFC 9112) on one link; one exchange at a time, and the body is read before the next one. Not thread-safe. */
final class HttpConnection implements Closeable {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int CHUNK = 64 * 1024;
    private static final byte[] LINE_BREAK = {'\r', '\n'};

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

    /**
     * Sends the request with a body of unknown length, in chunks (RFC 9112, 7.1), and returns when the head of the answer
     * has arrived. An engine that refuses may say so in the middle of the body; then the rest is not sent.
     *
     * @throws UnreadableBody if reading the body failed; the connection must be given up
     */
    HttpResponse exchange(HttpRequest request, String versionedPath, InputStream body, SilenceGuard guard)
            throws IOException {
        try {
            byte[] head = head(request, versionedPath, "Transfer-Encoding: chunked");
            guard.awaitDone(() -> write(head, head, 0));
            byte[] chunk = new byte[CHUNK + LINE_BREAK.length];
            boolean last = false;
            while (!last) {
                int length = next(body, chunk); // the last chunk is the one without content
                last = length == 0;
                System.arraycopy(LINE_BREAK, 0, chunk, length, LINE_BREAK.length);
                byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                guard.awaitDone(() -> write(size, chunk, length + LINE_BREAK.length));
            }
        } catch (UnreadableBody e) {
            throw e;
        } catch (IOException e) {
            return refusal(request, guard, e);
        }
        return guard.await(() -> readHead(request));
    }

    /** Reading the body that was to be sent failed, for which the engine cannot be blamed. */
    static final class UnreadableBody extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        UnreadableBody(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    private static int next(InputStream body, byte[] chunk) throws UnreadableBody {
        try {
            return body.readNBytes(chunk, 0, CHUNK);
        } catch (IOException e) {
            throw new UnreadableBody(e);
        }
    }

    /** What the engine said before it hung up; that it did is all there is to say when it said nothing. */
    private HttpResponse refusal(HttpRequest request, SilenceGuard guard, IOException why) throws IOException {
        try {
            HttpResponse answer = guard.await(() -> readHead(request));
            if (!answer.successful()) {
                return answer;
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        throw why;
    }

    private void write(HttpRequest request, String path) throws IOException {
        byte[] body = request.body();
        boolean framed = body.length > 0 || !request.isGet();
        write(head(request, path, framed ? "Content-Length: " + body.length : null), body, body.length);
    }

    /** At once: a flush in between would cost a packet. */
    private void write(byte[] first, byte[] second, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(first.length + length);
        bytes.writeBytes(first);
        bytes.write(second, 0, length);
        OutputStream out = link.output();
        bytes.writeTo(out);
        out.flush();
    }

    private static byte[] head(HttpRequest request, String path, @Nullable String framing) {
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(path).append(" HTTP/1.1\r\nHost: docker\r\n");
        request.headers().forEach((name, value) -> {
            requireOneLine(name);
            requireOneLine(value);
            head.append(name).append(": ").append(value).append("\r\n");
        });
        if (framing != null) {
            head.append(framing).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
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
