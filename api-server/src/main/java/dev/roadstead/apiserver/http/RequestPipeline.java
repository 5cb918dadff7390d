package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.TokenAuthenticator;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.Decision;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.DiscoveryService;
import dev.roadstead.apiserver.discovery.Document;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a request, in order. Runs on the virtual thread of the request. */
final class RequestPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);
    private static final Duration MUTATION_LIMIT = Duration.ofSeconds(34);
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);
    private static final Pattern AUDIT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final TokenAuthenticator authenticator;
    private final Authorizer authorizer;
    private final HealthRoutes health;
    private final DiscoveryService discovery;
    private final ResourceRoutes resources;
    private final Semaphore inFlight;

    /** {@code maxInFlight}: how many requests other than watches may be under way. */
    RequestPipeline(
            TokenAuthenticator authenticator,
            Authorizer authorizer,
            HealthRoutes health,
            DiscoveryService discovery,
            ResourceRoutes resources,
            int maxInFlight) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.health = health;
        this.discovery = discovery;
        this.resources = resources;
        this.inFlight = new Semaphore(maxInFlight);
    }

    /** Serves one request; answers whatever happens. */
    void handle(Exchange exchange) {
        String auditId = auditId(exchange);
        try {
            serve(exchange, auditId);
        } catch (ClientGoneException e) {
            LOG.debug("{} {}: {}", exchange.method(), exchange.path(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.abort();
        } catch (Exception e) { // the last resort of every request
            answerFault(exchange, FaultMapper.map(e, exchange.method() + " " + exchange.path(), auditId));
        }
    }

    /** The order of everything: nothing is read from the body before the request is authorized. */
    private void serve(Exchange exchange, String auditId) throws InterruptedException {
        RequestInfo info = RequestInfo.of(
                exchange.method(), exchange.path(), exchange.query().flag("watch"));
        exchange.setHeader("Audit-Id", auditId);
        exchange.setHeader("Cache-Control", "no-cache, private");
        Deadline deadline = deadline(info);
        Principal principal = authenticate(exchange);
        authorize(principal, info);
        Caller caller = new Caller(principal, null, exchange.remoteAddress(), userAgent(exchange), auditId);
        if (info.verb().equals("watch")) {
            route(exchange, info, caller, deadline);
            return;
        }
        if (!inFlight.tryAcquire()) {
            throw new ApiException(new ApiFault.TooManyRequests(
                    "too many requests are under way; try again later", Duration.ofSeconds(1)));
        }
        try {
            route(exchange, info, caller, deadline);
        } finally {
            inFlight.release();
        }
    }

    private static Deadline deadline(RequestInfo info) {
        boolean reads = List.of("get", "list", "watch").contains(info.verb());
        return Deadline.in(reads ? READ_LIMIT : MUTATION_LIMIT);
    }

    private Principal authenticate(Exchange exchange) {
        Principal principal = authenticator.authenticate(exchange.header("Authorization"));
        if (principal == null) {
            throw new ApiException(new ApiFault.Unauthorized("Unauthorized"));
        }
        return principal;
    }

    private void authorize(Principal principal, RequestInfo info) {
        if (authorizer.decide(principal, info) instanceof Decision.Denied(String reason)) {
            ApiFault.Subject subject = info instanceof RequestInfo.Resource resource
                    ? new ApiFault.Subject(resource.group(), resource.plural(), resource.name())
                    : ApiFault.Subject.NONE;
            String what = subject.describe();
            String message = (what.isEmpty() ? "" : what + " is ") + "forbidden: " + reason;
            throw new ApiException(new ApiFault.Forbidden(subject, message, List.of()));
        }
    }

    private void route(Exchange exchange, RequestInfo info, Caller caller, Deadline deadline)
            throws InterruptedException {
        boolean found = switch (info) {
            case RequestInfo.Path ignored -> health.handle(exchange) || discover(exchange);
            case RequestInfo.Resource resource ->
                resources.handle(
                        exchange,
                        resource,
                        caller,
                        deadline,
                        () -> authorize(caller.principal(), resource.withVerb("create")));
        };
        if (!found) {
            exchange.send(404, Exchange.TEXT, "404 page not found\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean discover(Exchange exchange) throws InterruptedException {
        Document document = discovery.find(exchange.path(), exchange.rawQuery(), exchange.header("Accept"));
        if (document == null) {
            return false;
        }
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            throw ResourceRoutes.methodNotAllowed();
        }
        exchange.setHeader("Vary", "Accept");
        exchange.setHeader("ETag", document.etag());
        if (document.immutable()) {
            exchange.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        }
        if (document.etag().equals(exchange.header("If-None-Match"))) {
            exchange.send(304, document.contentType(), new byte[0]);
        } else {
            exchange.send(200, document.contentType(), document.body());
        }
        return true;
    }

    private static void answerFault(Exchange exchange, ApiFault fault) {
        if (exchange.isAnswered()) {
            exchange.abort();
            return;
        }
        Duration retryAfter = StatusJson.retryAfter(fault);
        if (retryAfter != null) {
            exchange.setHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (fault instanceof ApiFault.Unauthorized) {
            exchange.setHeader("WWW-Authenticate", "Bearer");
        }
        try {
            Answers.sendJson(exchange, StatusJson.code(fault), StatusJson.render(fault));
        } catch (ClientGoneException e) {
            LOG.debug("Nobody took the answer: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String userAgent(Exchange exchange) {
        String sent = exchange.header("User-Agent");
        return sent == null ? "" : sent;
    }

    /** The client's own id when it is harmless in a log. */
    private static String auditId(Exchange exchange) {
        String sent = exchange.header("Audit-ID");
        return sent != null && AUDIT_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
