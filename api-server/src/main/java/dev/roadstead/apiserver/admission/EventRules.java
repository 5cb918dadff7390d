package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded of Events of events.k8s.io/v1 beyond their schema (Kubernetes, {@code pkg/apis/core/validation}): they
 * say who reports what, and afterwards only their series grows. Older Events, of the core group, are free of that.
 */
final class EventRules {
    static final String GROUP = "events.k8s.io";

    private static final int LONGEST_WORD = 128;
    private static final int LONGEST_NOTE = 1024;
    private static final Pattern REPORTER =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?");

    private static final Set<String> TYPES = Set.of("Normal", "Warning");
    private static final List<String> OLDER =
            List.of("deprecatedSource", "deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedCount");

    private final ObjectNode event;
    private final List<Cause> causes = new ArrayList<>();

    private EventRules(ObjectNode event) {
        this.event = event;
    }

    static List<Cause> check(ObjectNode event, @Nullable ObjectNode old) {
        EventRules rules = new EventRules(event);
        if (old == null) {
            rules.created();
        } else {
            rules.changed(old);
        }
        if (old == null || !old.path("series").equals(event.path("series"))) {
            rules.series();
        }
        return rules.causes;
    }

    private void created() {
        if (event.path("eventTime").asText().isEmpty()) {
            causes.add(Causes.required(FieldPath.of("eventTime"), ""));
        }
        if (!TYPES.contains(event.path("type").asText())) {
            causes.add(Causes.notSupported(FieldPath.of("type"), event.path("type"), TYPES));
        }
        for (String word : List.of("reportingController", "reportingInstance", "action", "reason")) {
            String value = event.path(word).asText();
            if (value.isEmpty()) {
                causes.add(Causes.required(FieldPath.of(word), ""));
            }
            longest(word, value, LONGEST_WORD);
        }
        longest("note", event.path("note").asText(), LONGEST_NOTE);
        JsonNode reporter = event.path("reportingController");
        if (!reporter.asText().isEmpty() && !REPORTER.matcher(reporter.asText()).matches()) {
            causes.add(Causes.invalid(
                    FieldPath.of("reportingController"), reporter, "must be a name, as example.com/controller"));
        }
        for (String field : OLDER) {
            if (!isUnset(event.path(field))) {
                causes.add(Causes.invalid(FieldPath.of(field), event.path(field), "needs to be unset"));
            }
        }
        String namespace = event.path("metadata").path("namespace").asText();
        JsonNode about = event.path("regarding").path("namespace");
        if (about.asText().isEmpty() && !Set.of("default", "kube-system").contains(namespace)) {
            causes.add(Causes.invalid(
                    FieldPath.of("regarding.namespace"),
                    about,
                    "does not match metadata.namespace: Events of objects without a namespace lie in default"));
        }
    }

    private void longest(String field, String value, int most) {
        if (value.length() > most) {
            causes.add(Causes.tooLong(FieldPath.of(field), "can have at most " + most + " characters"));
        }
    }

    private void changed(ObjectNode old) {
        Set<String> fields = new LinkedHashSet<>();
        old.fieldNames().forEachRemaining(fields::add);
        event.fieldNames().forEachRemaining(fields::add);
        fields.removeAll(Set.of("apiVersion", "kind", "metadata", "series"));
        for (String field : fields) {
            if (!same(field, old.path(field), event.path(field))) {
                causes.add(Causes.invalid(FieldPath.of(field), event.path(field), "field is immutable"));
            }
        }
    }

    /** As Go's clients see it, which send what is unset as empty or not at all, and times with six decimals. */
    private static boolean same(String field, JsonNode old, JsonNode now) {
        if (isUnset(old) || isUnset(now)) {
            return isUnset(old) && isUnset(now);
        }
        if (field.equals("eventTime")) {
            return microseconds(old).equals(microseconds(now));
        }
        if (old instanceof ObjectNode before && now instanceof ObjectNode after) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            return names.stream().allMatch(name -> same(name, before.path(name), after.path(name)));
        }
        return old.equals(now);
    }

    private static boolean isUnset(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> true;
            case STRING -> value.asText().isEmpty();
            case NUMBER -> value.asDouble() == 0;
            case OBJECT -> value.valueStream().allMatch(EventRules::isUnset);
            default -> false;
        };
    }

    /** The schema has made sure that they are times. */
    private static Instant microseconds(JsonNode time) {
        return OffsetDateTime.parse(time.asText()).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    private void series() {
        JsonNode series = event.path("series");
        if (series.isMissingNode()) {
            return;
        }
        if (series.path("count").asLong() < 2) {
            causes.add(Causes.invalid(FieldPath.of("series.count"), series.path("count"), "should be at least 2"));
        }
        if (series.path("lastObservedTime").asText().isEmpty()) {
            causes.add(Causes.required(FieldPath.of("series.lastObservedTime"), ""));
        }
    }
}
