package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.registry.ClaimIndex.Answer;
import dev.roadstead.apiserver.registry.ClaimedValues.Holder;
import dev.roadstead.apiserver.schema.Safeguards;
import dev.roadstead.apiserver.store.Basis;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a value belongs to the namespace that had it first, for the fields that a CRD names. Who has it is looked
 * up in the cache, and the write is committed on the condition that no object of the kind came or changed since ({@link
 * Basis}): of two that ask at the same time, on two servers, one is refused. Kinds that ask for nothing cost nothing.
 * Thread-safe.
 */
final class NamespaceClaims {
    private final ConsistentReader reader;
    private final WriteGuard guard;
    private final Map<String, ClaimIndex> indexes = new ConcurrentHashMap<>();

    NamespaceClaims(ConsistentReader reader, WriteGuard guard) {
        this.reader = reader;
        this.guard = guard;
    }

    /** Whether a new object asks for a value that could be somebody else's. */
    boolean concern(Target target, ObjectNode next) {
        return target.definition().safeguards().claimed().stream()
                .anyMatch(field -> !ClaimIndex.text(field.in(next)).isEmpty());
    }

    /**
     * Checks a write against what the cache knows.
     *
     * @param current null for a creation
     * @return on what condition every value is the namespace's; null when nothing new is asked for
     * @throws ApiException Taken when a value is another namespace's, as far as the cache knows
     */
    @Nullable
    Basis check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        Basis basis = null;
        List<Safeguards.Field> fields = target.definition().safeguards().claimed();
        for (Safeguards.Field field : fields) {
            Holder claim = ClaimIndex.holder(field, target.key(), next);
            if (claim.value().isEmpty()
                    || (current != null && claim.value().equals(ClaimIndex.text(field.in(current))))) {
                continue;
            }
            Answer answer = index(target, fields).ask(field, claim);
            Holder first = answer.first();
            if (first != null && !first.isIn(target.namespace())) {
                throw taken(target, field, claim, first, caller);
            }
            // What is new is younger than all that it covers, and takes nothing from anybody.
            if (current != null && answer.displaced() != null) {
                throw displacing(target, field, claim, answer.displaced(), caller);
            }
            basis = Basis.both(basis, new Basis(target.definition().resource(), "", answer.revision(), true));
        }
        return basis;
    }

    private ClaimIndex index(Target target, List<Safeguards.Field> fields) {
        String resource = target.definition().resource();
        return indexes.compute(resource, (_, known) -> {
            if (known != null && known.isOf(fields)) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            return new ClaimIndex(fields, () -> reader.follow(resource));
        });
    }

    private ApiException taken(Target target, Safeguards.Field field, Holder claim, Holder owner, Caller caller) {
        String by = owner.value().equals(claim.value()) ? "" : " with \"" + owner.value() + "\"";
        String whose = maySee(target, owner, caller)
                ? "belongs to namespace \"" + owner.key().namespace() + "\", where "
                        + target.definition().singular() + " \"" + owner.key().name() + "\" claims it" + by
                : "belongs to another namespace, which claimed it first";
        return refused(target, field, claim, whose + "; take another value, or ask who runs this installation");
    }

    private ApiException displacing(Target target, Safeguards.Field field, Holder claim, Holder loser, Caller caller) {
        String whose = maySee(target, loser, caller)
                ? "\"" + loser.value() + "\" from namespace \"" + loser.key().namespace() + "\""
                : "what belongs to another namespace";
        return refused(
                target,
                field,
                claim,
                "would take " + whose + ", since this " + target.definition().singular()
                        + " is older; create a new one with this value, which takes nothing");
    }

    private boolean maySee(Target target, Holder holder, Caller caller) {
        return guard.maySee(
                new Target(
                        target.definition(),
                        holder.key().namespace(),
                        holder.key().name()),
                caller);
    }

    private static ApiException refused(Target target, Safeguards.Field field, Holder claim, String why) {
        return new ApiException(new ApiFault.Taken(
                target.subject(),
                target.subject().describe() + " is refused: " + field.path() + " \"" + claim.value() + "\" " + why,
                List.of(new Cause("FieldValueDuplicate", why, field.path()))));
    }
}
