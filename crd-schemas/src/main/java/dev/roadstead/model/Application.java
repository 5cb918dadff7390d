package dev.roadstead.model;

import dev.roadstead.crd.AtMostOneOf;
import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A number of equal containers, kept running and replaced release by release. */
@Doc("A number of equal containers, kept running on Docker nodes and replaced release by release.")
@Kind(
        plural = "applications",
        shortNames = "app",
        maxNameLength = 48,
        scale = true,
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Replicas", jsonPath = ".spec.replicas", type = "integer"),
            @Column(name = "Available", jsonPath = ".status.availableReplicas", type = "integer"),
            @Column(name = "Updated", jsonPath = ".status.updatedReplicas", type = "integer"),
            @Column(name = "Release", jsonPath = ".status.currentRelease", type = "integer"),
            @Column(
                    name = "Reason",
                    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
                    description = "Why it is ready or not."),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Image", jsonPath = ".spec.template.image", priority = 1),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record Application(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(
            @Doc("How many containers.") @Default("1") @Range(min = 0, max = 1000)
            int replicas,

            @Doc("Whether the containers should run.") @Default("\"Running\"")
            DesiredState desiredState,

            @Doc("What a container is made from; any change makes a new Release.")
            ContainerTemplate template,

            @Doc("How containers of one release are replaced by those of the next.") @Default("{}")
            Strategy strategy,

            @Doc("Which nodes the containers may run on.") @Nullable
            Placement placement,

            @Doc("Set to the current time to replace all containers without any other change.") @Nullable
            Instant restartedAt,

            @Doc("How many Releases that are no longer in use are kept.") @Default("10") @Range(min = 0, max = 100)
            int releaseHistoryLimit) {}

    /** How a release replaces its predecessor. */
    public record Strategy(
            @Doc("Rolling replaces step by step; Recreate stops all old containers first.") @Default("\"Rolling\"")
            Type type,

            @Doc("Steps of a Rolling replacement.") @Default("{}")
            Rolling rolling,

            @Doc("Time without progress after which the rollout is reported as failed.") @Default("\"5m\"")
            Duration progressDeadline,

            @Doc("How long a new container must have been healthy before it counts as available.") @Default("\"0s\"")
            Duration minReady,

            @Doc("How long a container that is to be replaced keeps running after it left routing.") @Default("\"10s\"")
            Duration drain) {

        /** Kinds of replacement. */
        public enum Type {
            @Doc("New containers are added and old ones removed step by step.")
            Rolling,
            @Doc("All old containers are removed before the first new one is created.")
            Recreate
        }
    }

    /** Steps of a Rolling replacement. */
    public record Rolling(
            @Doc("How many containers there may be above replicas.") @Default("1") @Range(min = 0, max = 1000)
            int maxSurge,

            @Doc("How many containers may be missing from replicas.") @Default("0") @Range(min = 0, max = 1000)
            int maxUnavailable) {}

    /** Which nodes the containers may run on. */
    @AtMostOneOf({"nodeName", "nodeSelector"})
    public record Placement(
            @Doc("The one node to run on.") @Nullable @Size(min = 1, max = 63)
            String nodeName,

            @Doc("Labels that a node must have.") @Size(max = 64)
            Map<String, String> nodeSelector) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Containers there are.") int replicas,
            @Doc("Containers that run and are healthy.") int readyReplicas,
            @Doc("Containers of the target release.") int updatedReplicas,

            @Doc("Containers that have been healthy for strategy.minReady.")
            int availableReplicas,

            @Doc("Revision of the last release that was rolled out completely.") @Nullable
            Integer currentRelease,

            @Doc("Revision of the release that is wanted.") @Nullable
            Integer targetRelease,

            @Doc("The replacement that is under way or was the last.") @Nullable
            Rollout rollout,

            @Doc("Label selector of the containers, for the scale subresource.") @Nullable
            String selector,

            @Doc("Ready, Progressing and Degraded.") @MapList("type")
            List<Condition> conditions) {}

    /** State of a replacement. */
    public record Rollout(
            @Doc("Where it stands.") Phase phase,
            @Doc("When its target became wanted.") Instant startedAt,
            @Doc("When it last came nearer to its target.") Instant lastProgressAt,
            @Doc("The same in a sentence.") String message) {

        /** Where a replacement stands. */
        public enum Phase {
            Progressing,
            Complete,
            Failed
        }
    }
}
