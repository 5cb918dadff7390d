package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.ContainerTemplate.Capabilities;
import dev.roadstead.model.ContainerTemplate.Logging;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Profile;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.ContainerTemplate.Security;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Blueprints with every field set, in the network that is named as their installation. */
final class Blueprints {
    private Blueprints() {}

    static Blueprint sleeper(String installation) {
        return of(installation, "web", List.of("sleep"), List.of("300"), List.of(), null);
    }

    static Blueprint of(
            String installation,
            String suffix,
            List<String> entrypoint,
            List<String> arguments,
            List<Port> ports,
            @Nullable HealthCheck check) {
        return new Blueprint(
                installation + "." + suffix,
                EngineFixture.IMAGE,
                PullPolicy.Never,
                entrypoint,
                arguments,
                "/tmp",
                "nobody",
                Map.of("GREETING", "hello = world", "SECRET", "s3cret"),
                ports,
                List.of(),
                new Limits(64 << 20, 500_000_000, 50),
                check,
                Duration.ofSeconds(2),
                "SIGTERM",
                new Security(
                        true,
                        false,
                        new Capabilities(List.of("NET_BIND_SERVICE"), List.of("ALL")),
                        Profile.RuntimeDefault,
                        Profile.RuntimeDefault),
                Map.of(
                        Labels.MANAGED_BY,
                        installation,
                        Labels.CONTAINER_UID,
                        "uid-" + suffix,
                        Labels.SPEC_HASH,
                        "hash-1"),
                Set.of(),
                new Logging(Quantity.of("1Mi"), 2),
                false,
                installation,
                List.of("web", suffix),
                PolicyLevel.BASELINE);
    }

    /** The same with another image and other labels. */
    static Blueprint with(Blueprint b, String image, Map<String, String> labels) {
        return new Blueprint(
                b.name(),
                image,
                b.pullPolicy(),
                b.entrypoint(),
                b.arguments(),
                b.workingDir(),
                b.user(),
                b.environment(),
                b.ports(),
                b.mounts(),
                b.limits(),
                b.execHealthCheck(),
                b.stopGracePeriod(),
                b.stopSignal(),
                b.security(),
                labels,
                b.routeLabels(),
                b.logging(),
                b.hostNetwork(),
                b.network(),
                b.networkAliases(),
                b.policy());
    }

    /** The same with labels that Domains ask for among its own. */
    static Blueprint withRouteLabels(Blueprint b, Set<String> routeLabels) {
        return new Blueprint(
                b.name(),
                b.image(),
                b.pullPolicy(),
                b.entrypoint(),
                b.arguments(),
                b.workingDir(),
                b.user(),
                b.environment(),
                b.ports(),
                b.mounts(),
                b.limits(),
                b.execHealthCheck(),
                b.stopGracePeriod(),
                b.stopSignal(),
                b.security(),
                b.labels(),
                routeLabels,
                b.logging(),
                b.hostNetwork(),
                b.network(),
                b.networkAliases(),
                b.policy());
    }

    /** The same under another policy, with other mounts, rights and user. */
    static Blueprint with(
            Blueprint b,
            PolicyLevel policy,
            List<BlueprintMount> mounts,
            Security security,
            boolean hostNetwork,
            @Nullable String user) {
        return new Blueprint(
                b.name(),
                b.image(),
                b.pullPolicy(),
                b.entrypoint(),
                b.arguments(),
                b.workingDir(),
                user,
                b.environment(),
                b.ports(),
                mounts,
                b.limits(),
                b.execHealthCheck(),
                b.stopGracePeriod(),
                b.stopSignal(),
                security,
                b.labels(),
                b.routeLabels(),
                b.logging(),
                hostNetwork,
                b.network(),
                b.networkAliases(),
                policy);
    }
}
