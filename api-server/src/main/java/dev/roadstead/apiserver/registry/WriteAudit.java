package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.audit.AuditPolicy;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authn.ApiRequest;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.store.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The audit record of a write that succeeds. */
final class WriteAudit {
    private final InstantSource clock;

    WriteAudit(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A record of the kind that the caller named, which may be stored as another. Null when the policy does not ask for one.
     *
     * @param changed gives the paths of the fields that the write changes; asked only when there is a record
     */
    @Nullable
    AuditRecord of(Target target, Write write, Caller caller, Supplier<List<String>> changed) {
        ApiRequest request = caller.request();
        AuditRecord.Subject subject = new AuditRecord.Subject(
                target.definition().name(),
                target.namespace(),
                target.name(),
                request == null ? "" : request.subresource());
        String verb = request == null ? ownVerb(write) : request.verb();
        if (!AuditPolicy.records(caller.principal().user(), verb, subject)) {
            return null;
        }
        int code = write instanceof Write.Create ? 201 : 200;
        return AuditRecord.of(clock.instant(), caller, verb, subject, code, false, changed.get());
    }

    private static String ownVerb(Write write) {
        return switch (write) {
            case Write.Create create -> "create";
            case Write.Update update -> "update";
            case Write.Delete delete -> "delete";
        };
    }
}
