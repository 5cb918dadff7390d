package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.admission.AdmissionRequest.Operation;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import dev.roadstead.apiserver.managedfields.ManagerName;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.patch.Patches;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import dev.roadstead.apiserver.store.ResourceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The writes of the API. Every method blocks, is thread-safe and throws {@link ApiException} with the fault that the
 * client sees, or StoreUnavailableException when the outcome is not known.
 */
public final class ResourceService {
    private static final int MAX_GENERATED_NAMES = 8;

    private final ConsistentReader reader;
    private final ConflictRetry retry;
    private final ObjectWriter writer;
    private final InstantSource clock;
    private final NameGenerator names;
    private final KindRules kindRules;
    private final AdmissionChain admission;
    private final WriteGuard guard;
    private final DeletionRules deletionRules;
    private final Creations creations;
    private final Changes changes;
    private final ServerSideApply applies;

    /**
     * Wires the service.
     *
     * @param uids makes a new UUID each time
     */
    public ResourceService(
            ResourceStore store,
            ConsistentReader reader,
            InstantSource clock,
            Supplier<String> uids,
            RandomGenerator random,
            CatalogKeeper catalog,
            WriteGuard guard,
            AdmissionChain admission,
            Capacity capacity) {
        this.reader = reader;
        this.retry = new ConflictRetry(reader);
        this.writer = new ObjectWriter(store, reader, new WriteAudit(clock), inForce(catalog, guard), capacity);
        this.clock = clock;
        this.names = new NameGenerator(random);
        this.kindRules = new KindRules(catalog::isBuiltIn, catalog::names);
        this.admission = admission;
        this.guard = guard;
        this.deletionRules = new DeletionRules(reader, catalog);
        Quotas quotas = new Quotas(reader, catalog);
        NamespaceClaims claims = new NamespaceClaims(reader, guard);
        this.creations = new Creations(reader, writer, uids, kindRules, catalog, guard, admission, quotas, claims);
        this.changes = new Changes(retry, writer, clock, kindRules, guard, admission, quotas, claims);
        this.applies = new ServerSideApply(reader, creations, changes);
    }

    /**
     * Whoever was told that a definition exists may use it at once; when it is being deleted, nobody may any more. What a
     * role or binding grants, or does not grant any more, is so when its writer is told.
     */
    private static ObjectWriter.AfterCommit inForce(CatalogKeeper catalog, WriteGuard guard) {
        return (target, revision) -> {
            if (target.definition().resource().equals(DefinitionRules.RESOURCE)) {
                catalog.awaitServed(revision);
            }
            guard.written(target, revision);
        };
    }

    /** What became of a deletion. */
    public sealed interface Deleted {
        /** The object is gone. */
        record Gone(ApiFault.Subject subject, String uid, List<String> warnings) implements Deleted {}

        /** The object, complete, waits for its finalizers. */
        record Waiting(ObjectNode object, List<String> warnings) implements Deleted {}
    }

    /** One object as an autoscaling/v1 Scale. */
    public ObjectNode scale(Target target, Freshness freshness) {
        ObjectNode object = ObjectJson.decode(reader.get(target, freshness).json());
        return Scale.view(target.scalePaths(), object);
    }

    /** Creates an object under its own name, or under one made from {@code metadata.generateName}. */
    public Written create(ResourceDefinition definition, String namespace, ObjectNode body, WriteOptions options) {
        Target target = new Target(definition, namespace, Metadata.name(body));
        Preconditions.checkNew(target, body);
        FieldWriter fields = fieldWriter(target, Subresource.NONE, options, "CreateOptions");
        creations.checkOpen(target);
        String prefix = Metadata.text(body, "generateName");
        if (!target.name().isEmpty() || prefix.isEmpty()) {
            return requireCreated(target, creations.tryCreate(target, Proposal.of(body), fields, options));
        }
        Written written = null;
        Target named = target;
        for (int i = 0; written == null && i < MAX_GENERATED_NAMES; i++) {
            named = new Target(definition, namespace, names.generate(prefix));
            written = creations.tryCreate(named, Proposal.of(body), fields, options);
        }
        return requireCreated(named, written);
    }

    /** Replaces an object, its status, its scale, or the list of who must let go of it. */
    public Written update(Target target, Subresource subresource, ObjectNode body, WriteOptions options) {
        FieldWriter fields = fieldWriter(target, subresource, options, "UpdateOptions");
        return changes.change(target, subresource, fields, options, seen(target, subresource, current -> body));
    }

    /** Gives an object the spec of a manifest, and its labels and annotations on top of those that it has. */
    public Written replaceSpec(Target target, ObjectNode manifest, WriteOptions options) {
        FieldWriter fields = fieldWriter(target, Subresource.NONE, options, "UpdateOptions");
        return changes.change(target, Subresource.NONE, fields, options, stored -> {
            ObjectNode current = stored.deepCopy();
            for (String field : List.of("labels", "annotations")) {
                if (manifest.path("metadata").get(field) instanceof ObjectNode added) {
                    ObjectNode metadata = Metadata.of(current);
                    ObjectNode present = metadata.get(field) instanceof ObjectNode it ? it : metadata.putObject(field);
                    present.setAll(added);
                }
            }
            current.set("spec", manifest.path("spec").deepCopy());
            return Proposal.of(current);
        });
    }

    /** Changes an object, its status, or its scale; a patch that names no resourceVersion meets no conflict. */
    public Written patch(Target target, Subresource subresource, PatchType type, byte[] patch, WriteOptions options) {
        FieldWriter fields = fieldWriter(target, subresource, options, "PatchOptions");
        if (options.force()) {
            throw ManagerName.forceForbidden();
        }
        return changes.change(
                target,
                subresource,
                fields,
                options,
                seen(target, subresource, current -> Patches.apply(type, current, patch, target.definition())));
    }

    /**
     * Applies the fields that a manager has an opinion about (server-side apply), to an object that is created when there
     * is none.
     *
     * @throws ApiException ApplyConflict when other managers own fields that would change, unless it is forced
     */
    public Written apply(Target target, Subresource subresource, byte[] patch, WriteOptions options) {
        ManagerName.check(options.fieldManager(), "PatchOptions", true);
        FieldWriter fields = fieldWriter(target, subresource, options, "PatchOptions");
        return applies.apply(target, subresource, Applies.config(target, subresource, patch), fields, options);
    }

    private FieldWriter fieldWriter(Target target, Subresource subresource, WriteOptions options, String optionsKind) {
        ManagerName.check(options.fieldManager(), optionsKind, false);
        return new FieldWriter(target.definition(), options.manager(), subresource.path(), clock.instant());
    }

    /** Deletes an object, or marks it as being deleted while somebody must still let go of it. */
    public Deleted delete(Target target, DeleteOptions options, Caller caller) {
        kindRules.checkDeletable(target);
        WriteOptions asked = new WriteOptions(options.dryRun(), FieldValidation.IGNORE, "", false, caller);
        AdmissionRequest question = asked.asksFor(target, Operation.DELETE, Subresource.NONE, null, null);
        return retry.on(target, admission.mayWait(question), (current, fresh) -> {
            DeleteRules.checkPreconditions(target, current, options);
            guard.checkDeletion(target, current, caller);
            deletionRules.check(target, current, caller);
            List<String> warnings =
                    admission.admitDeletion(asked.asksFor(target, Operation.DELETE, Subresource.NONE, null, current));
            return switch (DeleteRules.decide(target.definition(), current, options, clock.instant())) {
                case DeleteRules.Deletion.Remove() ->
                    (options.dryRun() ? fresh : writer.remove(target, current, caller))
                            ? new Deleted.Gone(target.subject(), Metadata.uid(current), warnings)
                            : null;
                case DeleteRules.Deletion.Mark(ObjectNode marked) -> {
                    Written written =
                            writer.write(target, current, marked, List.of(), options.dryRun(), caller, fresh, null);
                    yield written == null ? null : new Deleted.Waiting(written.object(), warnings);
                }
            };
        });
    }

    /**
     * Lets the server's own workers take away what the deletion of an object waits for.
     *
     * @param uid the change is made to this very object only
     * @throws ApiException NotFound, Conflict when there is another object of that name
     */
    void release(Target target, String uid, Caller caller, UnaryOperator<ObjectNode> change) {
        DeleteOptions precondition = DeleteOptions.of(uid);
        retry.onCurrent(target, (current, fresh) -> {
            DeleteRules.checkPreconditions(target, current, precondition);
            ObjectNode next = change.apply(current.deepCopy());
            return writer.write(target, current, next, List.of(), false, caller, fresh, null);
        });
    }

    private static Written requireCreated(Target target, @Nullable Written written) {
        if (written == null) {
            throw new ApiException(new ApiFault.AlreadyExists(target.subject()));
        }
        return written;
    }

    /** A change of the object, or of the Scale as which the client sees it. */
    private static Function<ObjectNode, Proposal> seen(
            Target target, Subresource subresource, UnaryOperator<ObjectNode> change) {
        if (subresource != Subresource.SCALE) {
            return current -> Proposal.of(change.apply(current));
        }
        ScalePaths paths = target.scalePaths();
        return current -> Proposal.of(Scale.apply(paths, target, current, change.apply(Scale.view(paths, current))));
    }
}
