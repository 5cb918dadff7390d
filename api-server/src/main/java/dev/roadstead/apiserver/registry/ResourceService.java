package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.Admission;
import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.admission.AdmissionRequest.Operation;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import dev.roadstead.apiserver.managedfields.ManagerName;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.patch.Patches;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.watch.CachedObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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

    /** An apply begins again when the object comes or goes meanwhile. */
    private static final int MAX_APPLIES = 16;

    private final ConsistentReader reader;
    private final ObjectWriter writer;
    private final InstantSource clock;
    private final Supplier<String> uids;
    private final NameGenerator names;
    private final KindRules kindRules;
    private final CatalogKeeper catalog;
    private final WriteGuard guard;
    private final AdmissionChain admission;

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
            AdmissionChain admission) {
        this.reader = reader;
        this.writer = new ObjectWriter(store, reader, new WriteAudit(clock));
        this.clock = clock;
        this.uids = uids;
        this.names = new NameGenerator(random);
        this.kindRules = new KindRules(catalog::isBuiltIn, catalog::names);
        this.catalog = catalog;
        this.guard = guard;
        this.admission = admission;
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
        return Scale.view(scalePaths(target), object);
    }

    /** Creates an object under its own name, or under one made from {@code metadata.generateName}. */
    public Written create(ResourceDefinition definition, String namespace, ObjectNode body, WriteOptions options) {
        Target target = new Target(definition, namespace, Metadata.name(body));
        Preconditions.checkNew(target, body);
        FieldWriter fields = fieldWriter(target, Subresource.NONE, options, "CreateOptions");
        requireLiveDefinition(target);
        requireLiveNamespace(target);
        String prefix = Metadata.text(body, "generateName");
        if (!target.name().isEmpty() || prefix.isEmpty()) {
            return requireCreated(target, tryCreate(target, Proposal.of(body), fields, options));
        }
        Written written = null;
        Target named = target;
        for (int i = 0; written == null && i < MAX_GENERATED_NAMES; i++) {
            named = new Target(definition, namespace, names.generate(prefix));
            written = tryCreate(named, Proposal.of(body), fields, options);
        }
        return requireCreated(named, written);
    }

    /** Replaces an object, its status, or its scale. */
    public Written update(Target target, Subresource subresource, ObjectNode body, WriteOptions options) {
        FieldWriter fields = fieldWriter(target, subresource, options, "UpdateOptions");
        return change(target, subresource, fields, options, seen(target, subresource, current -> body));
    }

    /** Gives an object the spec of a manifest, and its labels and annotations on top of those that it has. */
    public Written replaceSpec(Target target, ObjectNode manifest, WriteOptions options) {
        FieldWriter fields = fieldWriter(target, Subresource.NONE, options, "UpdateOptions");
        return change(target, Subresource.NONE, fields, options, stored -> {
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
        return change(
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
        ObjectNode config = Applies.config(target, subresource, patch);
        for (int i = 0; i < MAX_APPLIES; i++) {
            Written written = exists(target)
                    ? applyToExisting(target, subresource, config, fields, options)
                    : applyToNone(target, subresource, config, fields, options);
            if (written != null) {
                return written;
            }
        }
        throw new ApiException(Preconditions.modified(target));
    }

    /** Null when the object has gone meanwhile. */
    private @Nullable Written applyToExisting(
            Target target, Subresource subresource, ObjectNode config, FieldWriter fields, WriteOptions options) {
        try {
            return change(
                    target,
                    subresource,
                    fields,
                    options,
                    current -> Proposal.of(fields.applied(current, config, options.force())));
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.NotFound) {
                return null;
            }
            throw e;
        }
    }

    /** Null when the object has been created meanwhile. */
    private @Nullable Written applyToNone(
            Target target, Subresource subresource, ObjectNode config, FieldWriter fields, WriteOptions options) {
        if (subresource != Subresource.NONE) {
            throw new ApiException(new ApiFault.NotFound(target.subject()));
        }
        Applies.checkNew(target, config);
        requireLiveDefinition(target);
        requireLiveNamespace(target);
        return tryCreate(target, Proposal.of(fields.applied(null, config, options.force())), fields, options);
    }

    private boolean exists(Target target) {
        if (reader.find(target) != null) {
            return true;
        }
        reader.awaitCurrent();
        return reader.find(target) != null;
    }

    private FieldWriter fieldWriter(Target target, Subresource subresource, WriteOptions options, String optionsKind) {
        ManagerName.check(options.fieldManager(), optionsKind, false);
        return new FieldWriter(target.definition(), options.manager(), subresource.path(), clock.instant());
    }

    /** Deletes an object, or marks it as being deleted while somebody must still let go of it. */
    public Deleted delete(Target target, DeleteOptions options, Caller caller) {
        kindRules.checkDeletable(target);
        WriteOptions asked = new WriteOptions(options.dryRun(), FieldValidation.IGNORE, "", false, caller);
        AdmissionRequest request = request(target, Operation.DELETE, Subresource.NONE, null, null, asked);
        return attempt(request, target, (current, fresh) -> {
            DeleteRules.checkPreconditions(target, current, options);
            List<String> warnings =
                    admission.admitDeletion(request(target, Operation.DELETE, Subresource.NONE, null, current, asked));
            return switch (DeleteRules.decide(target.definition(), current, options, clock.instant())) {
                case DeleteRules.Deletion.Remove() ->
                    options.dryRun() || writer.remove(target, current, caller)
                            ? new Deleted.Gone(target.subject(), Metadata.uid(current), warnings)
                            : null;
                case DeleteRules.Deletion.Mark(ObjectNode marked) -> {
                    Written written = writer.write(target, current, marked, List.of(), options.dryRun(), caller, fresh);
                    awaitServed(target, written);
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
        writer.onCurrent(target, (current, fresh) -> {
            DeleteRules.checkPreconditions(target, current, precondition);
            return writer.write(target, current, change.apply(current.deepCopy()), List.of(), false, caller, fresh);
        });
    }

    private @Nullable Written tryCreate(Target target, Proposal proposal, FieldWriter fields, WriteOptions options) {
        Instant now = fields.now();
        ObjectNode prepared = UpdateRules.prepareForCreate(target, proposal.object(), uids.get(), now);
        Admission.Admitted admitted = admission.admit(
                request(target, Operation.CREATE, Subresource.NONE, prepared, null, options),
                options.fieldValidation());
        ArrayNode owners =
                proposal.managedFields() == null ? fields.created(admitted.object()) : proposal.managedFields();
        ObjectNode object = kindRules.prepareForCreate(target, admitted.object(), now);
        UpdateRules.setManagedFields(object, object, owners);
        guard.check(target, null, object, options.caller());
        if (options.dryRun()) {
            reader.awaitCurrent();
            return reader.find(target) == null
                    ? new Written(object, ObjectJson.plain(object), 0, admitted.warnings(), true)
                    : null;
        }
        Written written = writer.create(target, object, admitted.warnings(), options.caller());
        awaitServed(target, written);
        return written;
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
        ScalePaths paths = scalePaths(target);
        return current -> Proposal.of(Scale.apply(paths, target, current, change.apply(Scale.view(paths, current))));
    }

    private Written change(
            Target target,
            Subresource subresource,
            FieldWriter fields,
            WriteOptions options,
            Function<ObjectNode, Proposal> propose) {
        AdmissionRequest asked = request(target, Operation.UPDATE, subresource, null, null, options);
        Written written = attempt(asked, target, (current, fresh) -> {
            Proposal proposal = propose.apply(current);
            ObjectNode prepared = prepare(target, subresource, current, proposal.object());
            Admission.Admitted admitted = admission.admit(
                    request(target, Operation.UPDATE, subresource, prepared, current, options),
                    options.fieldValidation());
            ObjectNode next = admitted.object();
            UpdateRules.countGeneration(target.definition(), current, next);
            UpdateRules.setManagedFields(current, next, proposal.owners(fields, current, next));
            guard.check(target, current, next, options.caller());
            return writer.write(target, current, next, admitted.warnings(), options.dryRun(), options.caller(), fresh);
        });
        awaitServed(target, written);
        return subresource == Subresource.SCALE
                ? written.as(Scale.view(scalePaths(target), written.object()))
                : written;
    }

    /** Nobody waits in a queue for those who are asked outside. */
    private <T> T attempt(AdmissionRequest asked, Target target, ObjectWriter.Attempt<T> attempt) {
        return admission.mayWait(asked) ? writer.onFresh(target, attempt) : writer.onCurrent(target, attempt);
    }

    private ObjectNode prepare(Target target, Subresource subresource, ObjectNode current, ObjectNode proposed) {
        Preconditions.checkSameObject(target, proposed);
        UpdateRules.checkPreconditions(target, current, proposed);
        return switch (subresource) {
            case NONE ->
                kindRules.prepareForUpdate(
                        target, current, UpdateRules.prepareForUpdate(target, current, proposed), clock.instant());
            case STATUS -> UpdateRules.prepareForStatusUpdate(current, proposed);
            case SCALE -> UpdateRules.prepareForScaleUpdate(current, proposed);
        };
    }

    /**
     * Whoever was told that a definition exists may use it at once; when it is being deleted, nobody may any more. What a
     * role or binding grants is granted when its writer is told.
     */
    private void awaitServed(Target target, @Nullable Written written) {
        if (written != null && target.definition().resource().equals(DefinitionRules.RESOURCE)) {
            catalog.awaitServed(written.revision());
        }
        if (written != null) {
            guard.written(target, written.revision());
        }
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
        if (Metadata.isDeleting(ObjectJson.decode(namespace.json()))) {
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

    private static AdmissionRequest request(
            Target target,
            Operation operation,
            Subresource subresource,
            @Nullable ObjectNode object,
            @Nullable ObjectNode old,
            WriteOptions options) {
        return new AdmissionRequest(
                target.definition(),
                operation,
                subresource == Subresource.NONE ? "" : subresource.name().toLowerCase(Locale.ROOT),
                target.namespace(),
                target.name(),
                object,
                old,
                options.dryRun(),
                options.fieldManager(),
                options.caller());
    }

    private static ScalePaths scalePaths(Target target) {
        return Objects.requireNonNull(target.definition().scale(), "only kinds with a scale are routed here");
    }
}
