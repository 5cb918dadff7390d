package dev.roadstead.controller.reconcile.container;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.ContainerPlanner;
import dev.roadstead.controller.plan.ContainerSnapshot;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.PullProgress;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Says in a Container's status how the pull of its image gets on. One pass; not thread-safe. */
final class PullReport implements PullListener {
    /** A pull tells of itself many times a second. */
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final ApiClient client;
    private final StatusCommitter committer;
    private final ContainerSnapshot seen;
    private final InstantSource clock;
    private Container latest;
    private Instant next = Instant.MIN;

    PullReport(
            ApiClient client,
            StatusCommitter committer,
            ContainerSnapshot seen,
            Container latest,
            InstantSource clock) {
        this.client = client;
        this.committer = committer;
        this.seen = seen;
        this.latest = latest;
        this.clock = clock;
    }

    /** The Container as it was last read: each report makes a new version of it. */
    Container latest() {
        return latest;
    }

    @Override
    public void progressed(PullProgress progress) {
        Instant now = clock.instant();
        boolean failedBefore = progress.layers() == 0 && ContainerPlanner.failedToCreate(seen);
        if (now.isBefore(next) || failedBefore) {
            return;
        }
        next = now.plus(INTERVAL);
        String image = seen.container().spec().template().image();
        try {
            committer.commit(ResourceType.CONTAINER, latest, ContainerPlanner.pulling(seen, progress.describe(image)));
        } catch (ApiCallException e) {
            if (!e.conflict() && !e.notFound()) {
                throw e;
            }
        }
        latest = client.find(
                        ResourceType.CONTAINER,
                        Names.namespace(latest),
                        latest.metadata().name())
                .orElse(latest);
    }
}
