package dev.roadstead.apiserver.admission.webhook;

import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One service that is asked.
 *
 * @param authorities certificates as PEM that it must be signed by; empty for the system's; not to be modified
 * @param equivalent whether it wants to see kinds and versions that its rules do not name, as one that they do, when both
 *     show the same objects
 * @param mandatory whether what it cannot be asked about is refused
 * @param again whether it is asked a second time when the object has changed since
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Webhook(
        String name,
        boolean mutating,
        URI url,
        byte[] authorities,
        List<Rule> rules,
        Selector namespaces,
        Selector objects,
        List<MatchCondition> conditions,
        boolean equivalent,
        boolean mandatory,
        Duration timeout,
        boolean again) {
    /** Whether its rules name the request, taken as one for this definition. */
    boolean names(AdmissionRequest request, ResourceDefinition definition) {
        return rules.stream().anyMatch(rule -> rule.matches(request, definition));
    }
}
