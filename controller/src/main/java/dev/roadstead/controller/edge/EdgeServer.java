package dev.roadstead.controller.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /v1/edges/<node>/traefik} with the node's configuration to whoever has its token: 304 if it is the one
 * that the edge has, 401 for a wrong token and for a node that does not exist alike, 503 when too many ask at once.
 *
 * <p>Keys are in the answers: plain HTTP is for loopback only, and edges of other machines come by TLS.
 */
public final class EdgeServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EdgeServer.class);
    private static final Pattern PATH = Pattern.compile("/v1/edges/([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)/traefik");
    private static final String BEARER = "Bearer ";
    private static final int AT_ONCE = 64;
    private static final int WAITING = 256;
    private static final int CONNECTIONS = 1_024;
    private static final String SECONDS = "10";

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore seats = new Semaphore(AT_ONCE);
    private final RouteTable table;
    private final EdgeTokens tokens;

    /**
     * Listens from now on in plain HTTP.
     *
     * @throws IllegalArgumentException if the address is not one of loopback
     * @throws IOException if nothing can listen there
     */
    public EdgeServer(InetSocketAddress address, RouteTable table, EdgeTokens tokens) throws IOException {
        this(plain(address), "http", table, tokens);
    }

    /**
     * Listens from now on, at any address, by TLS with these keys.
     *
     * @throws IOException if nothing can listen there
     */
    public EdgeServer(InetSocketAddress address, EdgeKeys keys, RouteTable table, EdgeTokens tokens)
            throws IOException {
        this(secure(address, keys), "https", table, tokens);
    }

    private EdgeServer(HttpServer server, String scheme, RouteTable table, EdgeTokens tokens) {
        this.server = server;
        this.table = table;
        this.tokens = tokens;
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
        log.info("edges get their configuration at {}://{}/v1/edges/<node>/traefik", scheme, name());
    }

    private static HttpServer plain(InetSocketAddress address) throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "edges are answered in plain HTTP here, and the answers have keys in them, so " + address
                            + " is no address for it; take one of loopback, and TLS for other machines");
        }
        bound();
        return HttpServer.create(address, WAITING);
    }

    private static HttpServer secure(InetSocketAddress address, EdgeKeys keys) throws IOException {
        bound();
        HttpsServer server = HttpsServer.create(address, WAITING);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
        return server;
    }

    /** Java's server takes its bounds from here and nowhere else: connections in all, seconds for a question and an answer. */
    private static void bound() {
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(CONNECTIONS));
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
    }

    private String name() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        if (!seats.tryAcquire()) {
            answer(exchange, 503);
            return;
        }
        try (exchange) {
            serve(exchange);
        } catch (IOException e) {
            log.debug("an edge went away while it was answered: {}", e.toString());
        } catch (RuntimeException e) {
            log.warn("a question of an edge could not be answered", e);
            answer(exchange, 500);
        } finally {
            seats.release();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
        if (!path.matches()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String node = path.group(1);
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        if (said == null || !said.startsWith(BEARER) || !tokens.isOf(node, said.substring(BEARER.length()))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        RouteTable.Answer answer = table.ask(node);
        EdgeDocument.Content content = answer.content();
        exchange.getResponseHeaders().set("ETag", content.etag());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (content.etag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, content.bytes().length);
            exchange.getResponseBody().write(content.bytes());
        }
        table.told(node, answer);
    }

    private static void answer(HttpExchange exchange, int status) {
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException e) {
            log.debug("an edge went away before it was answered: {}", e.toString());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
