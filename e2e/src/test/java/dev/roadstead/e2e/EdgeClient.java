package dev.roadstead.e2e;

import dev.roadstead.testkit.ClientTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Visitors of a hostname at an edge of this machine: single requests, and a steady load of 200 a second. */
final class EdgeClient {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Pattern COOKIE = Pattern.compile("(?i)\r\nSet-Cookie: ([^;\r\n]+)");
    private static final int SENDERS = 8;
    private static final long PERIOD = Duration.ofMillis(40).toNanos();

    private EdgeClient() {}

    /** The body is stripped. */
    record Answer(int status, String head, String body) {}

    static Answer get(int port, String hostname, String path) throws IOException {
        return get(port, hostname, path, "");
    }

    /** What the front page says; what went wrong if nobody answered. */
    static String page(int port, String hostname) {
        try {
            return get(port, hostname, "/").body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** With this cookie, if it is not empty. */
    static Answer get(int port, String hostname, String path, String cookie) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return answer(exchange(socket, hostname, path, cookie));
        }
    }

    /** The cookie that a first visitor gets, as name=value; empty if he gets none. */
    static String cookie(int port, String hostname) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            Matcher field = COOKIE.matcher(exchange(socket, hostname, "/", ""));
            return field.find() ? field.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** By TLS, which is trusted only if this authority has signed a certificate for the hostname. */
    static Answer getSecurely(int port, String hostname, String authority) throws IOException {
        var sockets = ClientTls.trusting(authority.getBytes(StandardCharsets.US_ASCII))
                .getSocketFactory();
        try (SSLSocket socket = (SSLSocket) sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(hostname)));
            socket.setSSLParameters(parameters);
            return answer(exchange(socket, hostname, "/", ""));
        }
    }

    private static String exchange(Socket socket, String hostname, String path, String cookie) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + hostname + "\r\nConnection: close\r\n"
                + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Answer answer(String answer) throws IOException {
        if (!answer.startsWith("HTTP/1.1 ")) {
            throw new IOException("no answer of HTTP: \"" + answer + "\"");
        }
        String[] parts = answer.split("\r\n\r\n", 2);
        String body = parts.length < 2 ? "" : parts[1];
        return new Answer(Integer.parseInt(answer.substring(9, 12)), parts[0], body.strip());
    }

    /** A steady load, until it is closed. */
    static final class Load implements AutoCloseable {
        private final AtomicInteger requests = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final Set<String> pages = ConcurrentHashMap.newKeySet();
        private final List<Thread> senders;
        private volatile boolean closed;

        Load(int port, String hostname) {
            this.senders = IntStream.range(0, SENDERS)
                    .mapToObj(i -> Thread.ofVirtual().name("visitor-" + i).start(() -> run(port, hostname)))
                    .toList();
        }

        private void run(int port, String hostname) {
            long next = System.nanoTime();
            while (!closed) {
                try {
                    Answer answer = get(port, hostname, "/");
                    if (answer.status() == 200) {
                        pages.add(answer.body());
                    } else {
                        failures.add(answer.toString());
                    }
                } catch (IOException e) {
                    failures.add(e.toString());
                }
                requests.incrementAndGet();
                next = Math.max(next + PERIOD, System.nanoTime());
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }

        int requests() {
            return requests.get();
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        Set<String> pages() {
            return Set.copyOf(pages);
        }

        void forgetPages() {
            pages.clear();
        }

        @Override
        public void close() {
            closed = true;
            try {
                for (Thread sender : senders) {
                    sender.join(Duration.ofMillis(TIMEOUT_MILLIS));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
