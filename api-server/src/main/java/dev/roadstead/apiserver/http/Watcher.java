package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Credentials;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Impersonation;
import dev.roadstead.apiserver.authz.RequestInfo;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who watches what: all watches of the same client over the same objects are equal in this, and looked at once.
 *
 * @param sender who proved who they are
 * @param wish as whom the sender acts; null for itself
 * @param asked as roles see it
 */
record Watcher(Proof proof, Principal sender, @Nullable Impersonation wish, RequestInfo.Resource asked) {
    /** What the sender presented, kept as long as the watch lasts. */
    record Proof(
            @Nullable String authorization, @Nullable String webSocketProtocols, List<X509Certificate> certificates) {
        Credentials credentials() {
            return new Credentials(authorization, webSocketProtocols, () -> certificates);
        }

        /** Never shows a token. */
        @Override
        public String toString() {
            return "Proof[...]";
        }
    }

    /** The one of a request that has passed the gate. */
    static Watcher of(Exchange exchange, Caller caller, RequestInfo.Resource info) {
        Credentials presented = exchange.credentials();
        Principal impersonator = caller.impersonator();
        return new Watcher(
                new Proof(
                        presented.authorization(),
                        presented.webSocketProtocols(),
                        presented.certificates().get()),
                impersonator == null ? caller.principal() : impersonator,
                impersonator == null ? null : Gate.wish(exchange),
                ObjectSelector.asAuthorized(exchange.query(), info));
    }
}
