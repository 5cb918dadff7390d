package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lookup.TrafficLookup;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ApiAction;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.RemoveFinalizer;
import dev.roadstead.controller.plan.ApplicationPlan;
import dev.roadstead.controller.plan.ApplicationPlanner;
import dev.roadstead.controller.plan.ApplicationSnapshot;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings one Application nearer to what it asks for.
 *
 * <p>Whether there is anything to do is decided from memory, what is done from a live read: so a cache that is behind
 * costs a read, never a container.
 */
public final class ApplicationReconciler implements Reconciler {
    private final SnapshotReader reader;
    private final TrafficLookup traffic;
    private final ApiActions actions;
    private final ManyAtOnce manyAtOnce;
    private final StatusCommitter committer;
    private final Storyteller story;

    /**
     * What is known without asking.
     *
     * @param releases as {@code containers} and {@code domains} with an index "application" (namespace/name)
     * @param quotas as {@code volumes} with an index "namespace"
     * @param namespaces with an index "organization"
     */
    public record Caches(
            Lister<Application> applications,
            Lister<Release> releases,
            Lister<Container> containers,
            Lister<ResourceQuota> quotas,
            Lister<Namespace> namespaces,
            Lister<Project> projects,
            Lister<Organization> organizations,
            Lister<Plan> plans,
            Lister<Volume> volumes,
            Lister<Domain> domains) {}

    /**
     * Wires it up.
     *
     * @param traffic what edges count of canaries
     * @param wake gets the key of an Application of which an edge has something new to say
     * @param changesAtOnce Containers of one Application that are created, or deleted, at the same time; at least 1
     */
    public ApplicationReconciler(
            ApiClient client,
            Caches caches,
            ClusterLedger ledger,
            ConfigReader config,
            TrafficLookup traffic,
            Consumer<String> wake,
            int changesAtOnce,
            EventRecorder events,
            InstantSource clock) {
        this.reader = new SnapshotReader(
                caches, ledger, new LiveObjects(client), config, new CanaryTraffic(traffic, wake), clock);
        this.traffic = traffic;
        this.actions = new ApiActions(client);
        this.manyAtOnce = new ManyAtOnce(changesAtOnce);
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Optional<ApplicationSnapshot> seen = reader.cached(parsed);
        if (seen.isEmpty()) {
            traffic.forget(key);
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
            while (!left.isEmpty()) {
                atOnce(CreateContainer.class, application, left);
                atOnce(DeleteContainer.class, application, left);
                ApiAction action = left.peek();
                if (action == null) {
                    break;
                }
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

    /** Those of a kind that are next, at once: they do not depend on each other. */
    private void atOnce(Class<? extends ApiAction> kind, Application application, Deque<ApiAction> left) {
        List<ApiAction> next = left.stream().takeWhile(kind::isInstance).toList();
        manyAtOnce.run(next.stream()
                .<Runnable>map(action -> () -> {
                    Application _ = actions.apply(action, application);
                    story.tell(ResourceType.APPLICATION, application, action.note());
                })
                .toList());
        next.forEach(_ -> left.remove());
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
