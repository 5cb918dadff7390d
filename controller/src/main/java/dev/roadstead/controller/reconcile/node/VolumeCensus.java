package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.RetainedVolumes;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Node.RetainedVolume;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Replaced;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the Docker volumes of a node: what no Volume speaks for is listed, what was replaced long ago goes. */
final class VolumeCensus {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeCensus.class);

    private final ApiClient client;
    private final Lister<Volume> volumes;
    private final StatusCommitter committer;
    private final Predicate<String> onTrial;
    private final String installation;

    /**
     * Wires it up.
     *
     * @param volumes with an index "node"
     * @param onTrial whether a restore on trial uses a Docker volume now
     */
    VolumeCensus(ApiClient client, Lister<Volume> volumes, Predicate<String> onTrial, String installation) {
        this.client = client;
        this.volumes = volumes;
        this.committer = new StatusCommitter(client);
        this.onTrial = onTrial;
        this.installation = installation;
    }

    List<Volume> volumesOn(String node) {
        return volumes.byIndex("node", node);
    }

    /**
     * What was found on a node.
     *
     * @param scratch names of what restores on trial left there
     */
    record Findings(List<RetainedVolume> retained, List<String> scratch) {}

    /**
     * What is retained on the node, and what is to be swept.
     *
     * @throws HostException when its engine does not say
     */
    Findings take(String node, Host host, Map<String, Long> bytes) {
        List<EngineVolume> docker = host.volumes(installation);
        return new Findings(RetainedVolumes.of(docker, volumesOn(node), node, bytes), RetainedVolumes.scratch(docker));
    }

    /** Removes one of what restores on trial left: a large one takes minutes, which this pass has not for all. */
    void sweep(Findings findings, Host host) {
        findings.scratch().stream()
                .filter(name -> !onTrial.test(name))
                .findFirst()
                .ifPresent(name -> removeScratch(name, host));
    }

    /** A check's container may still have it: then it goes after that. */
    private void removeScratch(String name, Host host) {
        try {
            host.run(new HostAction.RemoveVolume(name, installation));
            LOG.info("{} was left by a restore on trial and is removed", name);
        } catch (HostException e) {
            if (e.kind() == HostException.Kind.UNREACHABLE) {
                throw e;
            }
            LOG.debug("{} stays for now: {}", name, e.getMessage());
        }
    }

    /**
     * Removes what Volumes had here before and need not be kept any longer; each is decided on by a live read.
     *
     * @throws HostException UNREACHABLE
     */
    void removeReplaced(String node, Host host, Instant now) {
        for (Volume cached : volumesOn(node)) {
            if (!RetainedVolumes.due(cached, node, now).isEmpty()) {
                client.find(
                                ResourceType.VOLUME,
                                Objects.requireNonNull(cached.metadata().namespace()),
                                cached.metadata().name())
                        .filter(live -> live.status() != null)
                        .ifPresent(live -> removeDue(live, node, host, now));
            }
        }
    }

    /** One that cannot be removed keeps no other. */
    private void removeDue(Volume live, String node, Host host, Instant now) {
        Volume.Status kept = Objects.requireNonNull(live.status());
        for (Replaced replaced : RetainedVolumes.due(live, node, now)) {
            if (isRemoved(live, replaced, host)) {
                kept = RetainedVolumes.without(kept, replaced);
            }
        }
        if (!kept.equals(live.status())) {
            committer.commit(ResourceType.VOLUME, live, kept);
        }
    }

    /** Whether there is nothing more to remove; what is not ours stays, and is no longer kept count of. */
    private boolean isRemoved(Volume live, Replaced replaced, Host host) {
        try {
            host.run(new HostAction.RemoveVolume(replaced.dockerVolume(), installation));
            return true;
        } catch (HostException e) {
            if (e.kind() == HostException.Kind.UNREACHABLE) {
                throw e;
            }
            LOG.info("{} of Volume {} stays: {}", replaced.dockerVolume(), live.key(), e.getMessage());
            return e.kind() == HostException.Kind.FOREIGN;
        }
    }
}
