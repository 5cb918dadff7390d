package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.Credentials;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.Decision;
import dev.roadstead.apiserver.authz.Impersonation;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as whom, and whether they may: where every request passes first, and a watch again and again while it lasts.
 * Nothing is looked up here, so what is refused takes no time that depends on what exists. Thread-safe.
 */
final class Gate {
    private final Authenticator authenticator;
    private final Authorizer authorizer;

    Gate(Authenticator authenticator, Authorizer authorizer) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
    }

    /**
     * Who it is.
     *
     * @throws ApiException Unauthorized when what was presented is wrong
     */
    Principal authenticate(Credentials credentials) {
        Principal principal = authenticator.authenticate(credentials);
        if (principal == null) {
            throw new ApiException(new ApiFault.Unauthorized("Unauthorized"));
        }
        return principal;
    }

    /**
     * Who it still is, of a request that goes on.
     *
     * @throws ApiException Unauthorized when what was presented is worth nothing any more
     */
    Principal reauthenticate(Credentials credentials) {
        Principal principal = authenticator.reauthenticate(credentials);
        if (principal == null) {
            throw new ApiException(new ApiFault.Unauthorized("Unauthorized"));
        }
        return principal;
    }

    /**
     * As whom the sender wishes to act; null for itself.
     *
     * @throws ApiException BadRequest when the headers name nobody
     */
    static @Nullable Impersonation wish(Exchange exchange) {
        try {
            return Impersonation.of(exchange.headersBeginning(Impersonation.HEADERS));
        } catch (IllegalArgumentException e) {
            throw new ApiException(new ApiFault.BadRequest(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Who acts as somebody else must be allowed to, and is told so in whichever namespace the other lies.
     *
     * @throws ApiException Forbidden
     */
    void impersonate(Principal sender, Impersonation wish) {
        for (RequestInfo.Resource needed : wish.needed()) {
            if (authorizer.decide(sender, needed) instanceof Decision.Denied denied) {
                throw new ApiException(Refusal.forbidden(needed, denied.reason()));
            }
        }
    }

    /**
     * Whether the principal may do this.
     *
     * @param asked as roles see it
     * @throws ApiException Forbidden, or NotFound where nothing may be told
     */
    void authorize(Principal principal, RequestInfo asked) {
        if (authorizer.decide(principal, asked) instanceof Decision.Denied denied) {
            throw new ApiException(Refusal.of(asked, denied));
        }
    }
}
