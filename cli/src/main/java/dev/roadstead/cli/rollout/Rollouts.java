package dev.roadstead.cli.rollout;

import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Application;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One Application's rollouts at the API. Blocks. */
public final class Rollouts {
    private static final Duration POLL = Duration.ofMillis(300);

    private final ApiClient api;
    private final String namespace;
    private final String name;

    public Rollouts(ApiClient api, String namespace, String name) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * The Application as it is now.
     *
     * @throws CliException if there is none
     */
    public Application application() {
        return Absence.require(api, ResourceType.APPLICATION, namespace, name);
    }

    /** Those that are kept of the Application as it is, and not of a former one of its name. */
    public List<Release> releases(Application application) {
        String uid = application.metadata().requireUid();
        return api.list(ResourceType.RELEASE).items().stream()
                .filter(release -> namespace.equals(release.metadata().namespace()))
                .filter(release -> release.metadata().ownedBy(uid))
                .toList();
    }

    /**
     * Tells each step until the rollout has ended.
     *
     * @throws CliException if it has not ended in time
     */
    public Progress follow(Duration timeout, Consumer<String> tell) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        String told = "";
        while (true) {
            Progress progress = Progress.of(application());
            if (!progress.line().equals(told)) {
                told = progress.line();
                tell.accept(told);
            }
            if (progress.end() != Progress.End.OPEN) {
                return progress;
            }
            if (System.nanoTime() >= end) {
                throw new CliException(
                        "the rollout of %s has not ended within %d s; it goes on, and the same command follows it again"
                                .formatted(name, timeout.toSeconds()));
            }
            Thread.sleep(POLL);
        }
    }
}
