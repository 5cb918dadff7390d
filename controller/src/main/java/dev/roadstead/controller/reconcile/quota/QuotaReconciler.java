package dev.roadstead.controller.reconcile.quota;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Quota;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.ResourceType;
import java.util.function.Function;

/** Writes what is taken of a ResourceQuota. */
public final class QuotaReconciler implements Reconciler {
    private final Lister<ResourceQuota> quotas;
    private final Function<String, QuotaUsage> usage;
    private final StatusCommitter committer;

    /** {@code usage} says what the containers of a namespace take. */
    public QuotaReconciler(ApiClient client, Lister<ResourceQuota> quotas, Function<String, QuotaUsage> usage) {
        this.quotas = quotas;
        this.usage = usage;
        this.committer = new StatusCommitter(client);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        ResourceQuota quota = quotas.find(parsed.namespace(), parsed.name());
        if (quota != null) {
            committer.commit(ResourceType.RESOURCE_QUOTA, quota, Quota.status(quota, usage.apply(parsed.namespace())));
        }
        return Outcome.DONE;
    }
}
