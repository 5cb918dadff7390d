package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a request dies of, as a fault. What nobody foresaw is logged here, and only here. */
final class FaultMapper {
    private static final Logger LOG = LoggerFactory.getLogger(FaultMapper.class);

    private FaultMapper() {}

    static ApiFault map(Throwable exception, String request, String auditId) {
        return switch (exception) {
            case ApiException known -> known.fault();
            case StoreUnavailableException unavailable -> {
                LOG.warn("{} ({}): the database is unavailable: {}", request, auditId, unavailable.getMessage());
                yield new ApiFault.Unavailable("the database is unavailable; try again", Duration.ofSeconds(1));
            }
            default -> {
                LOG.error("{} ({}) failed", request, auditId, exception);
                yield new ApiFault.Internal("Internal error occurred: see the server's log for the request " + auditId);
            }
        };
    }
}
