package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.fairness.FairnessLimits;
import dev.roadstead.apiserver.fairness.Flow;
import dev.roadstead.apiserver.fairness.Seat;
import dev.roadstead.apiserver.fairness.Turnstile;
import dev.roadstead.apiserver.fault.ApiException;
import java.util.function.Function;

/** Gives each request its turn, after it is known whose it is and before anything is done for it. Thread-safe. */
final class FlowControl {
    /** A collection is the work of several objects. */
    private static final int SEATS_OF_COLLECTION = 4;

    private final Turnstile turnstile;
    private final Function<Principal, String> tenants;

    FlowControl(FairnessLimits limits, Function<Principal, String> tenants) {
        this.tenants = tenants;
        this.turnstile = new Turnstile(limits, System::nanoTime);
    }

    /**
     * Returns when the request may be served. A watch counts until its answer has begun, anything else until the seat is
     * closed, health checks not at all.
     *
     * @throws ApiException TooManyRequests
     */
    Seat enter(Exchange exchange, RequestInfo info, Caller caller, Deadline deadline) throws InterruptedException {
        if (HealthRoutes.isHealthCheck(info)) {
            return Seat.UNCOUNTED;
        }
        Principal principal = caller.principal();
        Flow flow = Flow.of(tenants.apply(principal), principal.user(), caller.address(), caller.userAgent());
        Seat seat = turnstile.enter(flow, seats(info), deadline.remaining());
        if (info.verb().equals("watch")) {
            exchange.onBegin(seat::close);
        }
        return seat;
    }

    private static int seats(RequestInfo info) {
        return switch (info.verb()) {
            case "list", "deletecollection" -> SEATS_OF_COLLECTION;
            default -> 1;
        };
    }
}
