package dev.roadstead.controller.probe;

import dev.roadstead.controller.host.Link;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of an HTTP answer, which is all that a probe wants: the rest may have no end.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#name-status-line">RFC 9112, section 4</a>
 */
final class StatusLine {
    private static final int HEAD_BYTES = 64 * 1024;
    private static final Pattern SYNTAX = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

    private final InputStream in;
    private int left = HEAD_BYTES;

    private StatusLine(InputStream in) {
        this.in = in;
    }

    /**
     * Sends a GET and reads the status of the answer; interim ones (1xx) are passed over.
     *
     * @throws IOException if the connection ends before, or what comes is no HTTP
     */
    static int ask(Link link, ProbeSpec.Http target) throws IOException {
        String request = "GET " + pathAndQuery(target.path()) + " HTTP/1.1\r\nHost: " + target.authority()
                + "\r\nUser-Agent: roadstead-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        link.output().write(request.getBytes(StandardCharsets.UTF_8));
        link.output().flush();
        StatusLine answer = new StatusLine(new BufferedInputStream(link.input()));
        int status = answer.status();
        while (status < 200) {
            answer.skipHead();
            status = answer.status();
        }
        return status;
    }

    private static String pathAndQuery(String path) throws IOException {
        try {
            URI uri = new URI("http://host" + path);
            return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            throw new IOException("\"" + path + "\" is no path", e);
        }
    }

    private int status() throws IOException {
        String line = line();
        Matcher matcher = SYNTAX.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("what answers does not speak HTTP/1");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private void skipHead() throws IOException {
        String header = line();
        while (!header.isEmpty()) {
            header = line();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("it was closed without an answer");
            }
            if (left-- == 0) {
                throw new IOException("the answer's head is longer than " + HEAD_BYTES + " bytes");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
