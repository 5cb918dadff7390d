package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.audit.AuditEntry;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.audit.AuditVerifier.Verdict;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/** Entries of the audit log as objects of the kind AuditEvent. Pure. */
final class AuditEvents {
    private AuditEvents() {}

    static ObjectNode of(AuditEntry entry) {
        AuditRecord record = entry.record();
        String name = Long.toString(entry.sequence());
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "roadstead.dev/v1").put("kind", "AuditEvent");
        object.putObject("metadata")
                .put("resourceVersion", name)
                .put("name", name)
                .put("uid", UUID.nameUUIDFromBytes(entry.hash()).toString())
                .put(
                        "creationTimestamp",
                        record.time().truncatedTo(ChronoUnit.SECONDS).toString());
        object.put("time", DateTimeFormatter.ISO_INSTANT.format(record.time()));
        ObjectNode request = object.putObject("request");
        putIfAny(request, "id", record.requestId());
        putIfAny(request, "user", record.user());
        putIfAny(request, "impersonator", record.impersonator());
        putIfAny(request, "address", record.address());
        putIfAny(request, "userAgent", record.userAgent());
        putIfAny(request, "verb", record.verb());
        putIfAny(request, "resource", record.resource());
        putIfAny(request, "namespace", record.namespace());
        putIfAny(request, "name", record.name());
        putIfAny(request, "subresource", record.subresource());
        request.put("dryRun", record.dryRun());
        ObjectNode outcome = object.putObject("outcome").put("code", record.code());
        if (entry.revision() > 0) {
            outcome.put("resourceVersion", Long.toString(entry.revision()));
        }
        if (!record.changed().isEmpty()) {
            record.changed().forEach(outcome.putArray("changed")::add);
        }
        object.put("hash", HexFormat.of().formatHex(entry.hash()));
        return object;
    }

    /** The answer to the question whether the chain is whole. */
    static ObjectNode of(Verdict verdict) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "roadstead.dev/v1").put("kind", "AuditVerification");
        switch (verdict) {
            case Verdict.Intact(long entries, long last, String head) ->
                object.put("intact", true)
                        .put("entries", entries)
                        .put("last", last)
                        .put("head", head);
            case Verdict.Broken(long sequence, String reason) ->
                object.put("intact", false).put("brokenAt", sequence).put("reason", reason);
        }
        return object;
    }

    private static void putIfAny(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }
}
