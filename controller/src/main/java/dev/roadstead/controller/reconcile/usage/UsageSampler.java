package dev.roadstead.controller.reconcile.usage;

import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.ContainerUse;
import dev.roadstead.controller.plan.usage.Sample;
import dev.roadstead.controller.plan.usage.Subject;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Project;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engines now and then what the containers of metered Projects have used. A round that takes longer delays the
 * next one; what an engine does not say is not measured.
 */
public final class UsageSampler implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 8;
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(UsageSampler.class);

    private final Meters meters;
    private final UsageCaches caches;
    private final HostDirectory hosts;
    private final InstantSource clock;
    private final Thread thread;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("usage-sample-", 0).factory());

    public UsageSampler(Meters meters, UsageCaches caches, HostDirectory hosts, InstantSource clock) {
        this.meters = meters;
        this.caches = caches;
        this.hosts = hosts;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("usage-sampler").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                roundIfPossible();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** What fails unexpectedly does not end the rounds after it. */
    private void roundIfPossible() throws InterruptedException {
        try {
            round();
        } catch (RuntimeException e) {
            if (!thread.isInterrupted()) {
                log.error("containers were not sampled in this round", e);
            }
        }
    }

    /** Samples each container once. */
    void round() throws InterruptedException {
        for (String key : meters.projects()) {
            Key parsed = Key.parse(key);
            Project project = caches.projects().find(parsed.namespace(), parsed.name());
            List<Future<Optional<Sample>>> asked = new ArrayList<>();
            for (Container container : caches.containers(project)) {
                asked.add(workers.submit(() -> sample(container)));
            }
            List<Sample> samples = new ArrayList<>();
            for (Future<Optional<Sample>> each : asked) {
                try {
                    each.get().ifPresent(samples::add);
                } catch (ExecutionException e) {
                    log.error("a container of project {} could not be sampled", key, e.getCause());
                }
            }
            if (!samples.isEmpty()) {
                meters.sampled(key, project, samples);
            }
        }
    }

    private Optional<Sample> sample(Container container) {
        Container.Status status = container.status();
        if (status == null
                || status.state() != State.Running
                || status.containerID() == null
                || status.startedAt() == null
                || !(hosts.access(container.spec().nodeName()) instanceof HostAccess.Open(var host))) {
            return Optional.empty();
        }
        Instant startedAt = status.startedAt();
        try {
            return host.use(status.containerID()).map(use -> of(container, startedAt, use, clock.instant()));
        } catch (HostException e) {
            log.debug("what {} uses is not measured", container.key(), e);
            return Optional.empty();
        }
    }

    private static Sample of(Container container, Instant startedAt, ContainerUse use, Instant now) {
        return new Sample(
                container.metadata().requireUid(),
                Subject.of(container),
                startedAt,
                now,
                use.cpuNanos(),
                use.memoryBytes(),
                use.sentBytes());
    }

    @Override
    public void close() {
        thread.interrupt();
        workers.shutdownNow();
        try {
            if (thread.isAlive() && !thread.join(STOP)) {
                log.warn("the sampler of usage did not stop within {}", STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
