package dev.roadstead.apiserver.authn;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, and how the request came in: what audit and admission webhooks are told.
 *
 * @param principal whose permissions count
 * @param impersonator who acts as the principal; null when the principal acts for itself
 * @param address of the client, without the port; empty for the server's own work
 * @param userAgent as sent; empty when there is none
 * @param requestId the Audit-Id of the request
 * @param request what the request asks for; null for the server's own work
 */
public record Caller(
        Principal principal,
        @Nullable Principal impersonator,
        String address,
        String userAgent,
        String requestId,
        @Nullable ApiRequest request) {

    /** A caller without a request of the API. */
    public Caller(
            Principal principal, @Nullable Principal impersonator, String address, String userAgent, String requestId) {
        this(principal, impersonator, address, userAgent, requestId, null);
    }

    /** The caller who acts as somebody else. */
    public Caller as(Principal other) {
        return new Caller(other, principal, address, userAgent, requestId, request);
    }

    /** The server's own work, by the name of the component that does it. */
    public static Caller server(String component) {
        return new Caller(Principal.server(component), null, "", "roadstead/" + component, "");
    }
}
