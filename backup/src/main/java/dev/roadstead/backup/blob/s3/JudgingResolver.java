package dev.roadstead.backup.blob.s3;

import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.egress.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Resolves for a connection, literal addresses too; what it gives is what is connected to. */
record JudgingResolver(EgressPolicy egress) implements DnsResolver {
    /** Not an IOException: the SDK would try again. */
    static final class RefusedPlace extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedPlace(RefusedException cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return egress.resolve(host);
        } catch (RefusedException e) {
            throw new RefusedPlace(e);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
