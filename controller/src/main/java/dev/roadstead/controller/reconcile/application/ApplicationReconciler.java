package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ApiAction;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.RemoveFinalizer;
import dev.roadstead.controller.plan.ApplicationPlan;
import dev.roadstead.controller.plan.ApplicationPlanner;
import dev.roadstead.controller.plan.ApplicationSnapshot;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.ResourceType;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Brings one Application nearer to what it asks for.
 *
 * <p>Whether there is anything to do is decided from memory, what is done from a live read: so a cache that is behind
 * costs a read, never a container.
 */
public final class ApplicationReconciler implements Reconciler {
    private final SnapshotReader reader;
    private final ApiActions actions;
    private final StatusCommitter committer;
    private final Storyteller story;

    /** Releases and Containers are indexed by "application" (namespace/name), quotas by "namespace". */
    public ApplicationReconciler(
            ApiClient client,
            Lister<Application> applications,
            Lister<Release> releases,
            Lister<Container> containers,
            Lister<ResourceQuota> quotas,
            ClusterLedger ledger,
            EventRecorder events,
            InstantSource clock) {
        this.reader = new SnapshotReader(
                new SnapshotReader.Caches(applications, releases, containers, quotas),
                ledger,
                new LiveObjects(client),
                clock);
        this.actions = new ApiActions(client);
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Optional<ApplicationSnapshot> seen = reader.cached(parsed);
        if (seen.isEmpty()) {
            return Outcome.DONE;
        }
        ApplicationPlan plan = ApplicationPlanner.plan(seen.get());
        if (plan.actions().isEmpty()) {
            return commit(seen.get().application(), plan);
        }
        return reader.live(parsed).map(this::act).orElse(Outcome.DONE);
    }

    private Outcome act(SnapshotReader.Live live) {
        ApplicationPlan plan = reader.decide(live, ApplicationPlanner::plan);
        Application application = live.application();
        Deque<ApiAction> left = new ArrayDeque<>(plan.actions());
        try {
            for (ApiAction action = left.peek(); action != null; action = left.peek()) {
                application = actions.apply(action, application);
                left.remove();
                story.tell(ResourceType.APPLICATION, application, action.note());
                if (action instanceof RemoveFinalizer) {
                    return Outcome.DONE;
                }
            }
        } finally {
            left.forEach(this::giveBack);
        }
        return commit(application, plan);
    }

    private void giveBack(ApiAction undone) {
        if (undone instanceof CreateContainer(Container container)) {
            reader.giveBack(container);
        }
    }

    private Outcome commit(Application read, ApplicationPlan plan) {
        committer.commit(ResourceType.APPLICATION, read, plan.status());
        story.tell(ResourceType.APPLICATION, read, plan.notes());
        return plan.lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }
}
