package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.managedfields.ManagedFields.Entry;
import dev.roadstead.apiserver.schema.FieldType;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One write of one manager, and what becomes of {@code metadata.managedFields} by it.
 *
 * @param subresource through which it writes; empty for the object itself
 */
public record FieldWriter(ResourceDefinition definition, String manager, String subresource, Instant now) {
    /** Metadata as a whole has no owner and never goes: it holds what nobody owns. */
    private static final FieldSet METADATA = new FieldSet(
            false,
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(PathElement.field("metadata"), FieldSet.SELF))));

    /** Owns the fields of an object that was never tracked, when it is applied for the first time. */
    private static final String BEFORE_APPLY = "before-first-apply";

    /**
     * What an apply makes of an object.
     *
     * @param object not admitted yet
     */
    public record Applied(ObjectNode object, ArrayNode managedFields) {}

    /** Whether two lists of entries differ in their times at most; for trees as {@link #updated} makes them. */
    public static boolean sameOwners(JsonNode one, JsonNode other) {
        boolean same = one.isArray() && other.isArray() && one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            JsonNode mine = one.get(i);
            JsonNode its = other.get(i);
            same = mine.size() == its.size()
                    && mine.propertyStream()
                            .allMatch(member -> member.getKey().equals("time")
                                    ? its.has("time")
                                    : member.getValue().equals(its.get(member.getKey())));
        }
        return same;
    }

    /** For an object that is created by any way but apply: its creator owns all of it. */
    public ArrayNode created(ObjectNode object) {
        return ManagedFields.of(Set.of(entry(updater(), everything(type(), object))))
                .encode();
    }

    /**
     * For an object that is changed by any way but apply.
     *
     * @param sent managedFields that the client sent; null or missing when it sent none
     * @return null when nobody is to own anything
     * @throws ApiException Invalid when the entries sent must not be stored
     */
    public @Nullable ArrayNode updated(ObjectNode before, ObjectNode after, @Nullable JsonNode sent) {
        JsonNode stored = before.path("metadata").path("managedFields");
        ManagedFields wanted = sent == null || !subresource.isEmpty() || sent.equals(stored) ? null : checked(sent);
        Comparison change = Comparison.of(type(), before, after);
        if (wanted == null && change.isEmpty()) {
            return stored instanceof ArrayNode array ? array : null;
        }
        ManagedFields managers = wanted == null ? parse(stored) : wanted;
        // Who never was tracked, or was reset, is not tracked before the next apply.
        if (managers.isEmpty()) {
            return null;
        }
        return orNull(afterUpdate(managers, change).capped());
    }

    /**
     * Lays a configuration over an object.
     *
     * @param live null when there is none
     * @param config checked by {@link AppliedConfig}
     * @param force take fields from their managers instead of refusing
     * @throws ApiException ApplyConflict
     */
    public Applied applied(@Nullable ObjectNode live, ObjectNode config, boolean force) {
        ObjectNode base = live == null ? empty(config) : live;
        ObjectNode claims = reached(base, config);
        ManagedFields before = parse(base.path("metadata").path("managedFields"));
        ManagedFields managers = before.isEmpty() && live != null ? beforeFirstApply(live) : before;
        Manager applier = Manager.applier(manager, subresource);
        ManagedFields claimed = managers.with(entry(applier, FieldWalk.setBy(type(), claims)));
        ObjectNode merged = withoutGivenUp(Merge.fields(type(), base, claims), managers.fieldsOf(applier), claimed);
        Comparison change = Comparison.of(type(), base, merged);
        Conflicts conflicts = Conflicts.of(claimed, applier, change.written());
        boolean kubectl = manager.equals(LastApplied.MANAGER);
        if (!conflicts.isEmpty() && !force) {
            Conflicts refused = kubectl ? conflicts.except(LastApplied.unchanged(type(), base)) : conflicts;
            if (!refused.isEmpty()) {
                throw new ApiException(refused.fault());
            }
        }
        FieldSet lost = change.written().union(change.removed());
        ManagedFields after =
                claimed.mapOthers(applier, fields -> fields.minus(lost)).capped();
        return new Applied(kubectl ? LastApplied.updated(merged, config) : merged, after.encode());
    }

    /** Takes away what the applier owned, applies no more, and nobody else owns. */
    private ObjectNode withoutGivenUp(ObjectNode merged, FieldSet last, ManagedFields claimed) {
        FieldSet kept = claimed.owned().withParents(type());
        FieldSet gone = last.withParents(type()).minus(kept).minus(METADATA);
        return Removal.remove(type(), merged, gone) instanceof ObjectNode rest ? rest : merged;
    }

    /** The part of a configuration that a write through this subresource reaches, and the preconditions in it. */
    private ObjectNode reached(ObjectNode base, ObjectNode config) {
        if (!definition.statusSubresource()) {
            return config;
        }
        ObjectNode claims = config.objectNode();
        claims.setAll(config);
        if (!subresource.equals("status")) {
            claims.remove("status");
            return claims;
        }
        claims.retain("apiVersion", "kind", "status");
        ObjectNode metadata = claims.putObject("metadata");
        metadata.setAll((ObjectNode) base.path("metadata"));
        for (String precondition : List.of("uid", "resourceVersion")) {
            if (config.path("metadata").has(precondition)) {
                metadata.set(precondition, config.path("metadata").get(precondition));
            }
        }
        return claims;
    }

    private ManagedFields afterUpdate(ManagedFields managers, Comparison change) {
        Manager me = updater();
        FieldSet written = change.written();
        FieldSet mine = managers.fieldsOf(me).minus(change.removed()).union(written);
        FieldSet lost = written.union(change.removed());
        ManagedFields others = managers.mapOthers(me, fields -> fields.minus(lost));
        Entry previous = managers.entries().get(me);
        return others.with(written.isEmpty() && previous != null ? previous.withFields(mine) : entry(me, mine));
    }

    private ManagedFields beforeFirstApply(ObjectNode live) {
        Manager updater = Manager.updater(BEFORE_APPLY, definition.apiVersion(), "");
        FieldType whole = definition.schema().fieldType();
        return ManagedFields.of(Set.of(entry(updater, everything(whole, live))));
    }

    private @Nullable ManagedFields checked(JsonNode sent) {
        ManagedFields fields = SentFields.read(sent);
        if (fields == null) {
            return null;
        }
        List<Cause> causes = SentFields.problems(sent);
        if (!causes.isEmpty()) {
            throw new ApiException(
                    new ApiFault.Invalid(new ApiFault.Subject(definition.group(), definition.kind(), ""), causes));
        }
        return fields;
    }

    private Manager updater() {
        return Manager.updater(manager, definition.apiVersion(), subresource);
    }

    private Entry entry(Manager who, FieldSet fields) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new Entry(who, definition.apiVersion(), time, fields);
    }

    private static FieldSet everything(FieldType type, ObjectNode object) {
        return FieldWalk.everything(type, object).withSelf(false).minus(METADATA);
    }

    /** Without what a write through this subresource does not reach. */
    private FieldType.Fields type() {
        FieldType.Fields whole = definition.schema().fieldType();
        if (!definition.statusSubresource()) {
            return whole;
        }
        return subresource.equals("status") ? whole.only("status") : whole.without(Set.of("status"));
    }

    private static ManagedFields parse(JsonNode stored) {
        ManagedFields parsed = ManagedFields.parse(stored);
        return parsed == null ? ManagedFields.EMPTY : parsed;
    }

    private static @Nullable ArrayNode orNull(ManagedFields fields) {
        return fields.isEmpty() ? null : fields.encode();
    }

    /** What an object that is going to be created by apply is laid over. */
    private static ObjectNode empty(ObjectNode config) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("apiVersion", config.get("apiVersion"));
        object.set("kind", config.get("kind"));
        object.putObject("metadata");
        return object;
    }
}
