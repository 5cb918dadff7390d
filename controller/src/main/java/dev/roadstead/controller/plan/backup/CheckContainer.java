package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.Blueprints;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.Policy;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.BackupPolicy.Check;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Amounts;
import dev.roadstead.model.ContainerTemplate.Capabilities;
import dev.roadstead.model.ContainerTemplate.Limits;
import dev.roadstead.model.ContainerTemplate.Logging;
import dev.roadstead.model.ContainerTemplate.Profile;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.ContainerTemplate.Resources;
import dev.roadstead.model.ContainerTemplate.Security;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Mount;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The container that a check command runs in: drawn up like any other of its namespace, from a Container that is never
 * stored. So the same rules hold for it, and the same gate.
 */
public final class CheckContainer {
    /** Where it has what was restored. */
    public static final String MOUNT = "/restored";

    private static final String SCRATCH = "scratch";

    private final Container container;
    private final List<String> refusals;

    /**
     * Draws it up.
     *
     * @param node that has the scratch volume
     * @param until whoever finds it after this time removes it: its server was killed
     */
    public CheckContainer(VolumeBackup backup, Check check, PolicyLevel level, String node, Instant until) {
        String namespace = Objects.requireNonNull(backup.metadata().namespace());
        ObjectMeta metadata = new ObjectMeta(
                Names.checkContainer(backup.spec().volume()),
                namespace,
                backup.metadata().requireUid(),
                null,
                0,
                null,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
        var spec = new Container.Spec(
                Names.check(backup.spec().volume()),
                1,
                0,
                node,
                DesiredState.Running,
                template(check, level, Map.of(Labels.CHECK_UNTIL, until.toString())),
                Duration.ZERO,
                false,
                null);
        this.container = new Container(metadata, spec, null);
        this.refusals = Policy.refusals(template(check, level, Map.of()), level);
    }

    private static ContainerTemplate template(Check check, PolicyLevel level, Map<String, String> labels) {
        List<String> dropped = level == PolicyLevel.RESTRICTED ? List.of("ALL") : List.of();
        return new ContainerTemplate(
                check.image(),
                PullPolicy.IfNotPresent,
                List.of(),
                check.command(),
                List.of(),
                null,
                check.user(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Mount(MOUNT, false, SCRATCH, null, null, null, null)),
                false,
                new Resources(new Amounts(null, null), new Limits(null, check.memory(), null)),
                null,
                Duration.ofSeconds(1),
                null,
                null,
                new Security(
                        false,
                        false,
                        new Capabilities(List.of(), dropped),
                        Profile.RuntimeDefault,
                        Profile.RuntimeDefault),
                labels,
                new Logging(Quantity.of("1Mi"), 1));
    }

    /** What of it the namespace's policy level does not allow, as sentences. */
    public List<String> refusals() {
        return refusals;
    }

    public ContainerTemplate template() {
        return container.spec().template();
    }

    /** What the engine makes it from; {@code scratch} is the Docker volume. */
    public Blueprint blueprint(String scratch, String installation, PolicyLevel level) {
        return Blueprints.of(container, Map.of(), Map.of(SCRATCH, scratch), installation, level);
    }
}
