package dev.roadstead.controller.app;

import dev.roadstead.controller.informer.Informer;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.reconcile.application.ClusterLedger;
import dev.roadstead.controller.trigger.ApplicationTriggers;
import dev.roadstead.controller.trigger.ConfigTriggers;
import dev.roadstead.controller.trigger.ContainerTriggers;
import dev.roadstead.controller.trigger.EvictionTriggers;
import dev.roadstead.controller.trigger.NodeTriggers;
import dev.roadstead.controller.trigger.QuotaTriggers;
import dev.roadstead.controller.trigger.ReleaseTriggers;
import dev.roadstead.controller.trigger.RepositoryTriggers;
import dev.roadstead.controller.trigger.VolumeTriggers;
import dev.roadstead.model.Resource;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The controllers' loops, and which change of which kind wakes which of them. */
record Loops(
        ControllerLoop applications,
        ControllerLoop images,
        ControllerLoop containers,
        ControllerLoop nodes,
        ControllerLoop volumes,
        ControllerLoop repositories,
        ControllerLoop quotas) {

    /** Containers come and go in numbers; what they take is written once for many of them. */
    private static final Duration QUOTA_STATUS_DELAY = Duration.ofMillis(300);

    /** Backups of many volumes end at about the same time; what they take is counted once. */
    private static final Duration COUNT_DELAY = Duration.ofSeconds(5);

    void start() {
        nodes.start();
        volumes.start();
        containers.start();
        images.start();
        applications.start();
        quotas.start();
        repositories.start();
    }

    void wokenBy(Informers informers, ClusterLedger ledger) {
        // First of all: whoever is woken by a change finds it in the ledger.
        informers.nodes.onChange(ledger::node);
        informers.containers.onChange(ledger::container);

        var ofApplications = new ApplicationTriggers(informers.applications.lister());
        wake(applications, informers.applications, ofApplications::application);
        wake(applications, informers.releases, ofApplications::release);
        wake(applications, informers.containers, ofApplications::container);
        wake(applications, informers.nodes, ofApplications::node);
        wake(applications, informers.nodes, new EvictionTriggers(informers.containers.lister())::node);
        wake(applications, informers.quotas, ofApplications::quota);
        wake(applications, informers.tenants.organizations, ofApplications::limits);
        wake(applications, informers.tenants.plans, ofApplications::limits);
        wake(applications, informers.domains, ApplicationTriggers::domain);
        wake(applications, informers.namespaces, ofApplications::namespace);
        var ofConfig = new ConfigTriggers(informers.containers.lister());
        wake(applications, informers.secrets, ofConfig::secret);
        wake(applications, informers.configMaps, ofConfig::configMap);
        wake(
                applications,
                informers.tenants.projects,
                (before, after) ->
                        ofApplications.project(informers.namespaces.lister().all(), before, after));

        var ofReleases = new ReleaseTriggers(informers.releases.lister());
        wake(images, informers.releases, ofReleases::release);
        wake(images, informers.applications, ofReleases::application);
        wake(images, informers.nodes, ofReleases::node);

        var ofContainers = new ContainerTriggers(informers.containers.lister());
        wake(containers, informers.containers, ofContainers::container);
        wake(containers, informers.secrets, ofContainers::secret);
        wake(containers, informers.configMaps, ofContainers::configMap);

        var ofVolumes = new VolumeTriggers(informers.applications.lister(), informers.containers.lister());
        wake(volumes, informers.volumes, ofVolumes::volume);
        wake(volumes, informers.containers, ofVolumes::container);
        wake(containers, informers.volumes, ofVolumes::containersOf);
        wake(applications, informers.volumes, ofVolumes::applicationsOf);
        wake(nodes, informers.volumes, VolumeTriggers::nodeOf);

        wake(nodes, informers.nodes, NodeTriggers::node);
        wake(
                nodes,
                informers.secrets,
                (before, after) -> NodeTriggers.secret(informers.nodes.lister().all(), before, after));

        wake(repositories, informers.repositories, RepositoryTriggers::repository);
        wake(
                repositories,
                informers.secrets,
                (before, after) -> RepositoryTriggers.secret(
                        informers.repositories.lister().all(), before, after));
        informers.backups.onChange((before, after) ->
                RepositoryTriggers.backup(before, after).forEach(key -> repositories.enqueueAfter(key, COUNT_DELAY)));

        var ofQuotas = new QuotaTriggers(informers.quotas.lister());
        wake(quotas, informers.quotas, ofQuotas::quota);
        informers.containers.onChange((before, after) ->
                ofQuotas.container(before, after).forEach(key -> quotas.enqueueAfter(key, QUOTA_STATUS_DELAY)));
    }

    private static <T extends Resource> void wake(
            ControllerLoop loop, Informer<T> informer, BiFunction<@Nullable T, @Nullable T, Set<String>> keys) {
        informer.onChange((before, after) -> keys.apply(before, after).forEach(loop::enqueue));
    }
}
