package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumePolicy;
import dev.roadstead.model.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Holds the named volumes of a blueprint against what is on the engine. An engine makes up a volume that is missing, empty
 * and without labels, so this is asked before a container is created, and again after.
 */
final class MountedVolumes {
    private final EngineVolumes volumes;

    MountedVolumes(EngineVolumes volumes) {
        this.volumes = volumes;
    }

    /** @throws HostException REFUSED when a volume is not there, or is not for this container */
    void require(Blueprint blueprint) {
        difference(blueprint).ifPresent(why -> {
            throw new HostException(Kind.REFUSED, "container " + blueprint.name() + " is not created: " + why, null);
        });
    }

    /** The first thing that is wrong with one of them. */
    Optional<String> difference(Blueprint blueprint) {
        return blueprint.mounts().stream()
                .filter(BlueprintMount.Volume.class::isInstance)
                .map(BlueprintMount.Volume.class::cast)
                .flatMap(mount -> objection(blueprint, mount.dockerVolume()).stream())
                .findFirst();
    }

    private Optional<String> objection(Blueprint blueprint, String name) {
        return volumes.find(name)
                .map(volume -> objection(blueprint, volume))
                .orElseGet(() -> Optional.of("Docker volume " + name + " is not on the engine"));
    }

    private static Optional<String> objection(Blueprint blueprint, EngineVolume volume) {
        boolean ours = sameLabel(blueprint, volume, Labels.MANAGED_BY);
        if (ours && !sameLabel(blueprint, volume, Labels.NAMESPACE)) {
            return Optional.of("Docker volume " + volume.name() + " is of another namespace");
        }
        if (!ours && blueprint.policy() != PolicyLevel.PRIVILEGED) {
            return Optional.of("Docker volume %s is the host's own, which needs policy level privileged; it has %s"
                    .formatted(volume.name(), blueprint.policy().label()));
        }
        List<String> refusals = VolumePolicy.refusals(volume.driver(), volume.options(), blueprint.policy());
        return refusals.stream().findFirst().map(refusal -> "Docker volume " + volume.name() + ": " + refusal);
    }

    private static boolean sameLabel(Blueprint blueprint, EngineVolume volume, String label) {
        return Objects.equals(volume.labels().get(label), blueprint.labels().get(label));
    }
}
