package dev.roadstead.controller.reconcile.secretstore;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.secretstore.SecretStoreException;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.SecretStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Says of a SecretStore whether it lets us in, at once and every five minutes; every half minute while it does not. */
public final class SecretStoreReconciler implements Reconciler {
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Lister<SecretStore> stores;
    private final SecretReader secrets;
    private final StatusCommitter committer;
    private final InstantSource clock;

    public SecretStoreReconciler(
            ApiClient client, Lister<SecretStore> stores, SecretReader secrets, InstantSource clock) {
        this.stores = stores;
        this.secrets = secrets;
        this.committer = new StatusCommitter(client);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        SecretStore store = stores.find(parsed.namespace(), parsed.name());
        if (store == null || store.metadata().deleting()) {
            return Outcome.DONE;
        }
        try {
            secrets.check(store);
            commit(store, Condition.Status.True, "Reachable", "it lets us in");
            return new Outcome.After(AGAIN);
        } catch (SecretStoreException e) {
            commit(store, Condition.Status.False, "NotUsable", String.valueOf(e.getMessage()));
            return new Outcome.After(SOON);
        }
    }

    private void commit(SecretStore store, Condition.Status status, String reason, String message) {
        Long generation = store.metadata().generation();
        List<Condition> before =
                store.status() == null ? List.of() : store.status().conditions();
        List<Condition> conditions =
                Conditions.set(before, "Ready", status, reason, message, generation, clock.instant());
        committer.commit(ResourceType.SECRET_STORE, store, new SecretStore.Status(generation, conditions));
    }
}
