package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.audit.AuditEntry;
import dev.roadstead.apiserver.audit.AuditLog;
import dev.roadstead.apiserver.audit.AuditVerifier;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.ListMetadata;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.selector.FieldSelector;
import dev.roadstead.apiserver.selector.LabelSelector;
import dev.roadstead.apiserver.selector.SelectableFields;
import dev.roadstead.apiserver.store.ObjectKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kind AuditEvent, read from the audit log: the last records first, in pages. Besides the selectors, {@code since} and
 * {@code until} (RFC 3339) bound the time; the name {@code verification} answers whether the chain is whole and, with
 * {@code from=NUMBER:HASH}, still leads through a record that somebody noted.
 */
final class AuditRoutes {
    static final String RESOURCE = "auditevents.roadstead.dev";

    private static final String VERIFICATION = "verification";
    private static final int MAX_PAGE = 1000;
    /** A page ends after so many records were looked at, however few were selected. */
    private static final int MAX_SCANNED = 20_000;

    private final AuditLog log;
    private final Answers answers;

    AuditRoutes(AuditLog log, Answers answers) {
        this.log = log;
        this.answers = answers;
    }

    /** A page of a list; {@code before} is 0 when nothing is left. */
    private record Page(List<byte[]> items, long before) {}

    void handle(Exchange exchange, RequestInfo.Resource info, ResourceDefinition definition)
            throws InterruptedException {
        if (info.name().isEmpty()) {
            list(exchange, definition);
        } else if (info.name().equals(VERIFICATION)) {
            Answers.sendJson(exchange, 200, AuditEvents.of(new AuditVerifier(log).verify(noted(exchange.query()))));
        } else {
            answers.sendObject(exchange, 200, definition, Answers.encode(AuditEvents.of(find(info))));
        }
    }

    private AuditEntry find(RequestInfo.Resource info) {
        AuditEntry entry = info.name().matches("[1-9][0-9]{0,17}") ? log.find(Long.parseLong(info.name())) : null;
        if (entry == null) {
            throw new ApiException(
                    new ApiFault.NotFound(new ApiFault.Subject(info.group(), info.plural(), info.name())));
        }
        return entry;
    }

    private void list(Exchange exchange, ResourceDefinition definition) throws InterruptedException {
        Query query = exchange.query();
        long limit = query.number("limit", 0);
        long before = query.number("continue", Long.MAX_VALUE);
        Page page = page(query, definition, before, limit == 0 ? MAX_PAGE : (int) Math.min(limit, MAX_PAGE));
        String next = page.before() == 0 ? null : Long.toString(page.before());
        ListMetadata metadata = new ListMetadata(log.bounds().last(), next, null);
        answers.sendList(exchange, definition, metadata, page.items());
    }

    private Page page(Query query, ResourceDefinition definition, long from, int limit) {
        FieldSelector fields = FieldSelector.parse(query.text("fieldSelector"), definition);
        SelectableFields values = new SelectableFields(definition.selectableFields());
        LabelSelector labels = LabelSelector.parse(query.text("labelSelector"));
        AuditLog.Range range = new AuditLog.Range(instant(query, "since"), instant(query, "until"));
        List<byte[]> items = new ArrayList<>();
        long before = from;
        int scanned = 0;
        while (scanned < MAX_SCANNED) {
            List<AuditEntry> entries = log.before(before, range, MAX_PAGE);
            for (AuditEntry entry : entries) {
                if (items.size() == limit) {
                    return new Page(items, before);
                }
                before = entry.sequence();
                byte[] json = Answers.encode(AuditEvents.of(entry));
                if (labels.matches(Map.of())
                        && fields.matches(
                                new ObjectKey(RESOURCE, "", Long.toString(entry.sequence())),
                                () -> values.read(json))) {
                    items.add(json);
                }
            }
            if (entries.size() < MAX_PAGE) {
                return new Page(items, 0);
            }
            scanned += entries.size();
        }
        return new Page(items, before);
    }

    private static AuditVerifier.@Nullable Noted noted(Query query) {
        String text = query.text("from");
        AuditVerifier.Noted noted = AuditVerifier.Noted.parse(text);
        if (noted == null && !text.isEmpty()) {
            throw Query.bad("from", text, "the number of a record, a colon and its hash in hexadecimal");
        }
        return noted;
    }

    private static @Nullable Instant instant(Query query, String parameter) {
        String text = query.text(parameter);
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Query.bad(parameter, text, "a time such as 2026-11-21T12:00:00Z");
        }
    }
}
