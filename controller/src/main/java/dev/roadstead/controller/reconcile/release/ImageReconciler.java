package dev.roadstead.controller.reconcile.release;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ImageResolution;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Node;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Resolves the image of a Release. Of the Release's status it writes the image and nothing else. */
public final class ImageReconciler implements Reconciler {
    /** How long a Release waits for an engine to come into reach. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofMillis(500);

    private final ApiClient client;
    private final Caches caches;
    private final HostDirectory hosts;
    private final PullSecrets secrets;
    private final StatusCommitter committer;
    private final InstantSource clock;

    /** What is read from memory. */
    public record Caches(Lister<Application> applications, Lister<Release> releases, Lister<Node> nodes) {}

    public ImageReconciler(
            ApiClient client, Caches caches, HostDirectory hosts, PullSecrets secrets, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.hosts = hosts;
        this.secrets = secrets;
        this.committer = new StatusCommitter(client);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Release cached = caches.releases().find(parsed.namespace(), parsed.name());
        if (cached == null || cached.metadata().deleting() || isResolved(cached)) {
            return Outcome.DONE;
        }
        Map<String, Host> engines = engines(cached);
        boolean needsEngine = !ImageResolution.isPinned(cached.spec().template());
        if (engines.isEmpty() && needsEngine && waited(cached).compareTo(PATIENCE) < 0) {
            return new Outcome.After(SOON);
        }
        Release.Image image = resolve(cached, engines);
        return client.find(ResourceType.RELEASE, parsed.namespace(), parsed.name())
                .filter(live -> !isResolved(live))
                .map(live -> commit(live, image))
                .orElse(Outcome.DONE);
    }

    private Outcome commit(Release live, Release.Image image) {
        committer.commit(ResourceType.RELEASE, live, live.known().withImage(image));
        return Outcome.DONE;
    }

    private Release.Image resolve(Release release, Map<String, Host> engines) {
        ContainerTemplate template = release.spec().template();
        ImageResolution resolution = new ImageResolution(template, ImageSurvey.of(engines, template.image()));
        Optional<Release.Image> known = resolution.known();
        if (known.isPresent()) {
            return known.get();
        }
        if (engines.isEmpty()) {
            return resolution.unanswered("no engine could be asked");
        }
        String namespace = Objects.requireNonNull(release.metadata().namespace());
        try {
            // Any engine will do, and one is enough: asking the next after a silence would take as long again.
            Host engine = engines.values().iterator().next();
            return resolution.answered(engine.registryDigest(template.image(), secrets.access(namespace, template)));
        } catch (HostException e) {
            return resolution.unanswered(String.valueOf(e.getMessage()));
        }
    }

    /** The engines in reach that the Release's containers may run on, by node. */
    private Map<String, Host> engines(Release release) {
        Map<String, Host> engines = new TreeMap<>();
        for (Node node : new ImageNodes(caches.applications(), caches.nodes()).of(release)) {
            String name = node.metadata().name();
            if (hosts.access(name) instanceof HostAccess.Open(Host host)) {
                engines.put(name, host);
            }
        }
        return engines;
    }

    private Duration waited(Release release) {
        Instant created = release.metadata().creationTimestamp();
        return created == null ? PATIENCE : Duration.between(created, clock.instant());
    }

    private static boolean isResolved(Release release) {
        Release.Status status = release.status();
        return status != null && status.image() != null;
    }
}
