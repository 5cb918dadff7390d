package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.managedfields.Manager.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who owns what of one object: {@code metadata.managedFields}, decoded. Immutable; no entry is empty. */
record ManagedFields(Map<Manager, Entry> entries) {
    static final ManagedFields EMPTY = new ManagedFields(Map.of());

    /** More updaters than this are merged into one, the oldest first. */
    private static final int MAX_UPDATERS = 10;

    private static final String OLD_UPDATES = "ancient-changes";
    private static final String FORMAT = "FieldsV1";

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.manager().operation())
            .thenComparing(Entry::time)
            .thenComparing(Entry::manager);

    /**
     * What one manager owns.
     *
     * @param apiVersion whose field names the set uses
     * @param time of the last change, RFC 3339 in UTC with seconds; empty when it is not known
     */
    record Entry(Manager manager, String apiVersion, String time, FieldSet fields) {
        Entry withFields(FieldSet other) {
            return new Entry(manager, apiVersion, time, other);
        }
    }

    static ManagedFields of(Collection<Entry> entries) {
        Map<Manager, Entry> byManager = new TreeMap<>();
        for (Entry entry : entries) {
            if (!entry.fields().isEmpty()) {
                byManager.put(entry.manager(), entry);
            }
        }
        return new ManagedFields(Collections.unmodifiableMap(byManager));
    }

    /** Null when an entry is not as meta/v1 demands it. */
    static @Nullable ManagedFields parse(JsonNode array) {
        List<Entry> entries = new ArrayList<>(array.size());
        for (JsonNode node : array) {
            Entry entry = parseEntry(node);
            if (entry == null) {
                return null;
            }
            entries.add(entry);
        }
        return array.isArray() ? of(entries) : null;
    }

    private static @Nullable Entry parseEntry(JsonNode node) {
        Operation operation = switch (node.path("operation").asText()) {
            case "Apply" -> Operation.APPLY;
            case "Update" -> Operation.UPDATE;
            default -> null;
        };
        String apiVersion = node.path("apiVersion").asText();
        FieldSet fields = FieldsV1.parse(node.path("fieldsV1"));
        if (operation == null
                || fields == null
                || apiVersion.isEmpty()
                || !node.path("fieldsType").asText().equals(FORMAT)) {
            return null;
        }
        Manager manager = new Manager(
                node.path("manager").asText(),
                operation,
                operation == Operation.APPLY ? "" : apiVersion,
                node.path("subresource").asText());
        return new Entry(manager, apiVersion, node.path("time").asText(""), fields);
    }

    /** As it is stored: appliers first, the oldest first. */
    ArrayNode encode() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        entries.values().stream().sorted(ORDER).forEach(entry -> array.add(encode(entry)));
        return array;
    }

    private static ObjectNode encode(Entry entry) {
        Manager manager = entry.manager();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("manager", manager.name())
                .put("operation", manager.operation().written())
                .put("apiVersion", entry.apiVersion());
        if (!entry.time().isEmpty()) {
            node.put("time", entry.time());
        }
        node.put("fieldsType", FORMAT).set("fieldsV1", FieldsV1.encode(entry.fields()));
        if (!manager.subresource().isEmpty()) {
            node.put("subresource", manager.subresource());
        }
        return node;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    FieldSet fieldsOf(Manager manager) {
        Entry entry = entries.get(manager);
        return entry == null ? FieldSet.EMPTY : entry.fields();
    }

    /** What anybody owns. */
    FieldSet owned() {
        return entries.values().stream().map(Entry::fields).reduce(FieldSet.EMPTY, FieldSet::union);
    }

    ManagedFields with(Entry entry) {
        Map<Manager, Entry> changed = new HashMap<>(entries);
        changed.put(entry.manager(), entry);
        return of(changed.values());
    }

    /** With every set but that of one manager changed. */
    ManagedFields mapOthers(Manager manager, UnaryOperator<FieldSet> change) {
        return of(entries.values().stream()
                .map(entry -> entry.manager().equals(manager) ? entry : entry.withFields(change.apply(entry.fields())))
                .toList());
    }

    /** With no more updaters than are kept apart; those of different versions never fall together. */
    ManagedFields capped() {
        List<Entry> updaters = entries.values().stream()
                .filter(entry -> entry.manager().operation() == Operation.UPDATE)
                .sorted(ORDER)
                .toList();
        if (updaters.size() <= MAX_UPDATERS) {
            return this;
        }
        Map<Manager, Entry> left = new HashMap<>(entries);
        Map<String, Manager> first = new HashMap<>();
        int excess = updaters.size() - MAX_UPDATERS;
        for (int i = 0; i < updaters.size() && excess > 0; i++) {
            Entry entry = updaters.get(i);
            Manager bucket = first.putIfAbsent(entry.apiVersion(), entry.manager());
            if (bucket != null) {
                mergeIntoOld(left, bucket, entry);
                excess--;
            }
        }
        return of(left.values());
    }

    private static void mergeIntoOld(Map<Manager, Entry> left, Manager oldest, Entry entry) {
        Manager old = Manager.updater(OLD_UPDATES, entry.apiVersion(), "");
        for (Manager merged : List.of(oldest, entry.manager())) {
            Entry gone = left.remove(merged);
            if (gone != null) {
                left.merge(
                        old,
                        new Entry(old, gone.apiVersion(), gone.time(), gone.fields()),
                        (one, other) -> new Entry(
                                old,
                                other.apiVersion(),
                                other.time(),
                                one.fields().union(other.fields())));
            }
        }
    }
}
