package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.ApiRequest;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.authz.Impersonation;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.DiscoveryService;
import dev.roadstead.apiserver.discovery.Document;
import dev.roadstead.apiserver.fairness.Seat;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.RateLimit;
import dev.roadstead.apiserver.fault.StatusJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a request, in order. Runs on the virtual thread of the request. */
final class RequestPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);
    private static final Duration MUTATION_LIMIT = Duration.ofSeconds(34);
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);
    private static final Pattern AUDIT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Gate gate;
    private final HealthRoutes health;
    private final MetricsRoutes metrics;
    private final DiscoveryService discovery;
    private final AuthRoutes auth;
    private final ReviewRoutes reviews;
    private final ResourceRoutes resources;
    private final RequestAudit audit;
    private final FlowControl flow;

    RequestPipeline(
            Gate gate,
            HealthRoutes health,
            MetricsRoutes metrics,
            DiscoveryService discovery,
            AuthRoutes auth,
            ReviewRoutes reviews,
            ResourceRoutes resources,
            RequestAudit audit,
            FlowControl flow) {
        this.gate = gate;
        this.health = health;
        this.metrics = metrics;
        this.discovery = discovery;
        this.auth = auth;
        this.reviews = reviews;
        this.resources = resources;
        this.audit = audit;
        this.flow = flow;
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
        } catch (Exception | Error e) { // the last resort of every request: whatever it died of, its client waits
            answerFault(exchange, FaultMapper.map(e, exchange.method() + " " + exchange.path(), auditId));
        }
    }

    /** The order of everything: no body is looked at before the request is authorized. */
    private void serve(Exchange exchange, String auditId) throws InterruptedException {
        RequestInfo info = RequestInfo.of(
                exchange.method(), exchange.path(), exchange.query().flag("watch"));
        exchange.setHeader("Audit-Id", auditId);
        exchange.setHeader("Cache-Control", AuthRoutes.isBelow(exchange.path()) ? "no-store" : "no-cache, private");
        if (Pages.isFrontDoor(exchange)) {
            Pages.leadIn(exchange);
            return;
        }
        Deadline deadline = deadline(info);
        Caller sender = new Caller(
                gate.authenticate(exchange.credentials()),
                null,
                exchange.remoteAddress(),
                userAgent(exchange),
                auditId,
                request(info, deadline));
        Caller caller = impersonate(exchange, info, sender);
        audit.around(exchange, info, caller, () -> serve(exchange, info, caller, deadline));
    }

    private void serve(Exchange exchange, RequestInfo info, Caller caller, Deadline deadline)
            throws InterruptedException {
        try (Seat _ = flow.enter(exchange, info, caller, deadline)) {
            gate.authorize(caller.principal(), ObjectSelector.asAuthorized(exchange.query(), info));
            route(exchange, info, caller, deadline);
        }
    }

    private static ApiRequest request(RequestInfo info, Deadline deadline) {
        String subresource = info instanceof RequestInfo.Resource resource ? resource.subresource() : "";
        return new ApiRequest(info.verb(), subresource, deadline);
    }

    private static Deadline deadline(RequestInfo info) {
        boolean reads = List.of("get", "list", "watch").contains(info.verb());
        return Deadline.in(reads ? READ_LIMIT : MUTATION_LIMIT);
    }

    /** Who the request counts as from here on, and who sent it if that is another. */
    private Caller impersonate(Exchange exchange, RequestInfo info, Caller sender) {
        Impersonation wish = Gate.wish(exchange);
        if (wish == null) {
            return sender;
        }
        try {
            gate.impersonate(sender.principal(), wish);
        } catch (ApiException e) {
            audit.refused(exchange, info, sender, e.fault());
            throw e;
        }
        // A key that may act as somebody else has no more of that than its scopes leave.
        return sender.as(wish.principal().within(sender.principal().scope()));
    }

    private void route(Exchange exchange, RequestInfo info, Caller caller, Deadline deadline)
            throws InterruptedException {
        boolean found = switch (info) {
            case RequestInfo.Path ignored ->
                health.handle(exchange)
                        || metrics.handle(exchange)
                        || auth.handle(exchange, caller, deadline)
                        || discover(exchange);
            case RequestInfo.Resource resource ->
                reviews.handle(exchange, resource, caller, deadline)
                        || resources.handle(exchange, resource, caller, deadline);
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
        if (fault instanceof ApiFault.TooManyRequests(String _, Duration reset, RateLimit limit) && limit != null) {
            exchange.setHeader("RateLimit-Policy", limit.policyHeader());
            exchange.setHeader("RateLimit", limit.limitHeader(reset));
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

    /** The client's own id when it is harmless in a log; otherwise one that is unique, but no secret. */
    private static String auditId(Exchange exchange) {
        String sent = exchange.header("Audit-ID");
        return sent != null && AUDIT_ID.matcher(sent).matches()
                ? sent
                : new UUID(
                                ThreadLocalRandom.current().nextLong(),
                                ThreadLocalRandom.current().nextLong())
                        .toString();
    }
}
