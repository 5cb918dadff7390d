package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.Admission;
import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.admission.AdmissionRequest.Operation;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import dev.roadstead.apiserver.store.Basis;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Changes objects: each attempt goes from the current state through the rules and admission to a write. Blocks;
 * thread-safe.
 */
final class Changes {
    private final ConflictRetry retry;
    private final ObjectWriter writer;
    private final InstantSource clock;
    private final KindRules kindRules;
    private final WriteGuard guard;
    private final AdmissionChain admission;
    private final Quotas quotas;
    private final NamespaceClaims claims;

    Changes(
            ConflictRetry retry,
            ObjectWriter writer,
            InstantSource clock,
            KindRules kindRules,
            WriteGuard guard,
            AdmissionChain admission,
            Quotas quotas,
            NamespaceClaims claims) {
        this.retry = retry;
        this.writer = writer;
        this.clock = clock;
        this.kindRules = kindRules;
        this.guard = guard;
        this.admission = admission;
        this.quotas = quotas;
        this.claims = claims;
    }

    /**
     * Changes an object, its status, its scale or who holds it; for the scale, the answer is the Scale.
     *
     * @param propose makes a proposal from the current state, which it does not modify; called once for each attempt
     * @throws ApiException NotFound, and whatever refuses the proposal
     */
    Written change(
            Target target,
            Subresource subresource,
            FieldWriter fields,
            WriteOptions options,
            Function<ObjectNode, Proposal> propose) {
        AdmissionRequest question = options.asksFor(target, Operation.UPDATE, subresource, null, null);
        Written written = retry.on(target, admission.mayWait(question), (current, fresh) -> {
            Proposal proposal = propose.apply(current);
            ObjectNode prepared = prepare(target, subresource, current, proposal.object());
            Admission.Admitted admitted = admission.admit(
                    options.asksFor(target, Operation.UPDATE, subresource, prepared, current),
                    options.fieldValidation());
            ObjectNode next = admitted.object();
            Authorship.protect(target.definition(), current, next);
            UpdateRules.countGeneration(target.definition(), current, next);
            UpdateRules.setManagedFields(current, next, proposal.owners(fields, current, next));
            Authorship.record(target.definition(), current, next, options.caller());
            guard.check(target, current, next, options.caller());
            return writer.write(
                    target,
                    current,
                    next,
                    admitted.warnings(),
                    options.dryRun(),
                    options.caller(),
                    fresh,
                    Basis.both(
                            quotas.check(target, current, next),
                            claims.check(target, current, next, options.caller())));
        });
        return subresource == Subresource.SCALE
                ? written.as(Scale.view(target.scalePaths(), written.object()))
                : written;
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
            case FINALIZE ->
                NamespaceRules.prepareForFinalize(target, UpdateRules.prepareForUpdate(target, current, proposed));
        };
    }
}
