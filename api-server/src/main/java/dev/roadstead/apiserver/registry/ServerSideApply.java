package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply: lays what a manager has an opinion about over an object, which is created when there is none.
 * Blocks; thread-safe.
 */
final class ServerSideApply {
    /** An apply begins again when the object comes or goes meanwhile. */
    private static final int MAX_ATTEMPTS = 16;

    private final ConsistentReader reader;
    private final Creations creations;
    private final Changes changes;

    ServerSideApply(ConsistentReader reader, Creations creations, Changes changes) {
        this.reader = reader;
        this.creations = creations;
        this.changes = changes;
    }

    /**
     * Applies a configuration that {@link Applies} has read.
     *
     * @throws ApiException ApplyConflict when other managers own fields that would change, unless it is forced
     */
    Written apply(Target target, Subresource subresource, ObjectNode config, FieldWriter fields, WriteOptions options) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
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
            return changes.change(
                    target,
                    subresource,
                    fields,
                    options,
                    current -> Proposal.of(fields.applied(current, config, options.force())));
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.NotFound(ApiFault.Subject missing, String _)
                    && missing.equals(target.subject())) {
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
        creations.checkOpen(target);
        return creations.tryCreate(target, Proposal.of(fields.applied(null, config, options.force())), fields, options);
    }

    private boolean exists(Target target) {
        if (reader.find(target) != null) {
            return true;
        }
        reader.awaitCurrent();
        return reader.find(target) != null;
    }
}
