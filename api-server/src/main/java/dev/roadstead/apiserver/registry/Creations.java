package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.Admission;
import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.AdmissionRequest.Operation;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates objects. Blocks; thread-safe. */
final class Creations {
    private static final Duration TURN_LIMIT = Duration.ofSeconds(10);

    /** A limit in time and not in attempts: the server that wrote last knows first, and may be ahead many times in a row. */
    private static final Duration ATTEMPTS_LIMIT = Duration.ofSeconds(10);

    private final ConsistentReader reader;
    private final ObjectWriter writer;
    private final Supplier<String> uids;
    private final KindRules kindRules;
    private final CatalogKeeper catalog;
    private final WriteGuard guard;
    private final AdmissionChain admission;
    private final Quotas quotas;
    private final NamespaceClaims claims;
    private final Turns turns = new Turns();

    Creations(
            ConsistentReader reader,
            ObjectWriter writer,
            Supplier<String> uids,
            KindRules kindRules,
            CatalogKeeper catalog,
            WriteGuard guard,
            AdmissionChain admission,
            Quotas quotas,
            NamespaceClaims claims) {
        this.reader = reader;
        this.writer = writer;
        this.uids = uids;
        this.kindRules = kindRules;
        this.catalog = catalog;
        this.guard = guard;
        this.admission = admission;
        this.quotas = quotas;
        this.claims = claims;
    }

    /**
     * Whether objects of this kind and namespace can be created at all.
     *
     * @throws ApiException MethodNotAllowed while the kind's definition is being deleted; NotFound without the namespace;
     *     Forbidden while that is being deleted
     */
    void checkOpen(Target target) {
        requireLiveDefinition(target);
        requireLiveNamespace(target);
    }

    /** Null when there is an object of that name. */
    @Nullable
    Written tryCreate(Target target, Proposal proposal, FieldWriter fields, WriteOptions options) {
        Instant now = fields.now();
        ObjectNode prepared = UpdateRules.prepareForCreate(target, proposal.object(), uids.get(), now);
        Admission.Admitted admitted = admission.admit(
                options.asksFor(target, Operation.CREATE, Subresource.NONE, prepared, null), options.fieldValidation());
        Authorship.protect(target.definition(), null, admitted.object());
        ArrayNode owners =
                proposal.managedFields() == null ? fields.created(admitted.object()) : proposal.managedFields();
        ObjectNode object = kindRules.prepareForCreate(target, admitted.object(), now);
        UpdateRules.setManagedFields(object, object, owners);
        Authorship.record(target.definition(), null, object, options.caller());
        guard.check(target, null, object, options.caller());
        if (options.dryRun()) {
            reader.awaitCurrent();
            basis(target, object, options.caller());
            writer.checkCreation(target, object, options.caller());
            return reader.find(target) == null
                    ? new Written(object, ObjectJson.plain(object), 0, admitted.warnings(), true)
                    : null;
        }
        if (claims.concern(target, object)) {
            return createInTurn("", target, object, admitted.warnings(), options.caller());
        }
        return quotas.limit(target)
                ? createInTurn(target.namespace(), target, object, admitted.warnings(), options.caller())
                : writer.create(target, object, admitted.warnings(), options.caller(), null);
    }

    /** What else must hold for a new object; null when nothing must. */
    private @Nullable Basis basis(Target target, ObjectNode object, Caller caller) {
        return Basis.both(quotas.check(target, null, object), claims.check(target, null, object, caller));
    }

    /**
     * Those who create what is limited together take turns, since only one of them can be right about what there is.
     *
     * @param scope the namespace that they share; empty for all
     */
    private @Nullable Written createInTurn(
            String scope, Target target, ObjectNode object, List<String> warnings, Caller caller) {
        ObjectKey turn = new ObjectKey(target.definition().resource(), scope, "");
        enter(target, turn);
        try {
            long began = System.nanoTime();
            while (System.nanoTime() - began < ATTEMPTS_LIMIT.toNanos()) {
                reader.awaitCurrent();
                Written written = writer.create(target, object, warnings, caller, basis(target, object, caller));
                if (written != null || exists(target)) {
                    return written;
                }
            }
        } finally {
            turns.leave(turn);
        }
        throw busy(target);
    }

    private boolean exists(Target target) {
        reader.awaitCurrent();
        return reader.find(target) != null;
    }

    private void enter(Target target, ObjectKey turn) {
        try {
            if (turns.enter(turn, TURN_LIMIT)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw busy(target);
    }

    private static ApiException busy(Target target) {
        return new ApiException(new ApiFault.Unavailable(
                "too many writers wait to create " + target.definition().plural() + "; try again",
                Duration.ofSeconds(1)));
    }

    /** What is created now could outlive its definition, and come back with the next one of that name. */
    private void requireLiveDefinition(Target target) {
        if (catalog.isTerminating(target.definition().resource())) {
            throw new ApiException(new ApiFault.MethodNotAllowed(
                    "create not allowed while custom resource definition is terminating"));
        }
    }

    private void requireLiveNamespace(Target target) {
        if (!target.definition().namespaced()) {
            return;
        }
        ObjectKey key = new ObjectKey(NamespaceRules.RESOURCE, "", target.namespace());
        CachedObject namespace = reader.find(key);
        if (namespace == null) {
            reader.awaitCurrent();
            namespace = reader.find(key);
        }
        if (namespace == null) {
            throw new ApiException(
                    new ApiFault.NotFound(new ApiFault.Subject("", NamespaceRules.RESOURCE, target.namespace())));
        }
        if (ObjectJson.isDeleting(namespace.json())) {
            String reason = "unable to create new content in namespace " + target.namespace()
                    + " because it is being terminated";
            throw new ApiException(new ApiFault.Forbidden(
                    target.subject(),
                    target.subject().describe() + " is forbidden: " + reason,
                    List.of(new Cause(
                            "NamespaceTerminating",
                            "namespace " + target.namespace() + " is being terminated",
                            "metadata.namespace"))));
        }
    }
}
