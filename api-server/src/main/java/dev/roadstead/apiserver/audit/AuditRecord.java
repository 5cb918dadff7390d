package dev.roadstead.apiserver.audit;

import dev.roadstead.apiserver.authn.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one request did or failed to do. Texts are kept printable and at most 512 characters long, since failed requests
 * can carry anything.
 *
 * @param time in microseconds, when the request was decided
 * @param requestId the Audit-Id; empty for the server's own work
 * @param user whose permissions counted
 * @param impersonator who acted as the user; empty when the user acted itself
 * @param address of the client; empty for the server's own work
 * @param verb of Kubernetes: create, update, patch, delete, deletecollection
 * @param resource plural and group, {@code applications.roadstead.dev}
 * @param name of the object that was written, also when the server made it up; empty for a collection
 * @param subresource empty for the object itself
 * @param code the HTTP status that was answered
 */
public record AuditRecord(
        Instant time,
        String requestId,
        String user,
        String impersonator,
        String address,
        String userAgent,
        String verb,
        String resource,
        String namespace,
        String name,
        String subresource,
        int code,
        boolean dryRun) {
    private static final int MAX_TEXT = 512;

    public AuditRecord {
        time = time.truncatedTo(ChronoUnit.MICROS);
        requestId = printable(requestId);
        user = printable(user);
        impersonator = printable(impersonator);
        address = printable(address);
        userAgent = printable(userAgent);
        verb = printable(verb);
        resource = printable(resource);
        namespace = printable(namespace);
        name = printable(name);
        subresource = printable(subresource);
    }

    /** What a request is about. */
    public record Subject(String resource, String namespace, String name, String subresource) {}

    /** The record of a caller's request. */
    public static AuditRecord of(Instant time, Caller caller, String verb, Subject subject, int code, boolean dryRun) {
        return new AuditRecord(
                time,
                caller.requestId(),
                caller.principal().user(),
                caller.impersonator() == null ? "" : caller.impersonator().user(),
                caller.address(),
                caller.userAgent(),
                verb,
                subject.resource(),
                subject.namespace(),
                subject.name(),
                subject.subresource(),
                code,
                dryRun);
    }

    /** What a database's text can hold and a terminal can show. */
    private static String printable(String text) {
        boolean clean = text.length() <= MAX_TEXT && text.codePoints().allMatch(AuditRecord::isPrintable);
        if (clean) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder();
        text.codePoints()
                .limit(MAX_TEXT / 2) // a code point takes at most two characters
                .map(character -> isPrintable(character) ? character : '?')
                .forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character)
                && !(Character.isBmpCodePoint(character) && Character.isSurrogate((char) character));
    }
}
