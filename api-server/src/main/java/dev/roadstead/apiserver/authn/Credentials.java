package dev.roadstead.apiserver.authn;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request proves itself with.
 *
 * @param authorization the {@code Authorization} header; null when there is none
 * @param webSocketProtocols the {@code Sec-WebSocket-Protocol} header, in which browsers send a token; null when there is
 *     none
 * @param certificates gives the client's certificate and those that lead to its authority; empty when it sent none. Asked
 *     only when no token is presented that is valid
 */
public record Credentials(
        @Nullable String authorization,
        @Nullable String webSocketProtocols,
        Supplier<List<X509Certificate>> certificates) {
    /** Never shows a token. */
    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
