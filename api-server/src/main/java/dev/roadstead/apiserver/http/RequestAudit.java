package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.audit.AuditPolicy;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authn.ApiRequest;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the requests that no write has recorded: those that were refused or failed, and those that changed nothing.
 * Nobody waits for these records; when the database takes none, they are written to the log instead.
 */
final class RequestAudit {
    /** Turned away for load: what is not even looked at must not cost the database anything. */
    private static final int TOO_MANY_REQUESTS = 429;

    private static final Logger LOG = LoggerFactory.getLogger(RequestAudit.class);

    private final Predicate<AuditRecord> records;
    private final InstantSource clock;

    /** {@code records} keeps a record, or returns false. */
    RequestAudit(Predicate<AuditRecord> records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /** What serves the request. */
    interface Service {
        void serve() throws InterruptedException;
    }

    /** Serves a request of a known caller and sees to its record. */
    void around(Exchange exchange, RequestInfo info, Caller caller, Service service) throws InterruptedException {
        if (!(info instanceof RequestInfo.Resource resource)) {
            service.serve();
            return;
        }
        try {
            service.serve();
            record(exchange, resource, caller, exchange.status());
        } catch (ApiException e) {
            record(exchange, resource, caller, StatusJson.code(e.fault()));
            throw e;
        } catch (StoreUnavailableException e) {
            record(exchange, resource, caller, 503);
            throw e;
        } catch (RuntimeException | Error e) {
            record(exchange, resource, caller, 500);
            throw e;
        }
    }

    /** Records that a request was refused before it was served. */
    void refused(Exchange exchange, RequestInfo info, Caller caller, ApiFault fault) {
        if (info instanceof RequestInfo.Resource resource) {
            record(exchange, resource, caller, StatusJson.code(fault));
        }
    }

    private void record(Exchange exchange, RequestInfo.Resource info, Caller caller, int code) {
        ApiRequest request = caller.request();
        String resource = info.group().isEmpty() ? info.plural() : info.plural() + "." + info.group();
        AuditRecord.Subject subject =
                new AuditRecord.Subject(resource, info.namespace(), info.name(), info.subresource());
        boolean recorded = request != null && request.isRecorded() && code < 400;
        if (recorded
                || code == TOO_MANY_REQUESTS
                || !AuditPolicy.records(caller.principal().user(), info.verb(), subject)) {
            return;
        }
        boolean dryRun = !exchange.query().text("dryRun").isEmpty();
        AuditRecord audited = AuditRecord.of(clock.instant(), caller, info.verb(), subject, code, dryRun, List.of());
        if (!records.test(audited)) {
            LOG.warn("No room for an audit record: {}", audited);
        }
    }
}
