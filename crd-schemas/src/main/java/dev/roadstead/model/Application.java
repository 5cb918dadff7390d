package dev.roadstead.model;

import dev.roadstead.crd.AtMostOneOf;
import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.MayBeAbsent;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import dev.roadstead.model.Node.Effect;
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
        recordsAuthor = true,
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
    @Rule(
            value = "!has(self.adopt) || size(self.adopt) == 0"
                    + " || (self.mode == 'Replicated' && has(self.placement) && has(self.placement.nodeName))",
            message = "adopt needs mode Replicated and placement.nodeName, the node that the containers run on")
    public record Spec(
            @Doc("How many containers; ignored in mode Global.") @Default("1") @Range(min = 0, max = 1000)
            int replicas,

            @Doc("Whether replicas says how many containers there are, or the nodes do.") @Default("\"Replicated\"")
            Mode mode,

            @Doc("Whether the containers should run.") @Default("\"Running\"")
            DesiredState desiredState,

            @Doc("What a container is made from; any change makes a new Release.")
            ContainerTemplate template,

            @Doc("How containers of one release are replaced by those of the next.") @Default("{}")
            Strategy strategy,

            @Doc("Which nodes the containers may run on.") @Nullable
            Placement placement,

            @Doc("Whether rollouts stand still: what runs is kept running, nothing is replaced.") @Default("false")
            boolean paused,

            @Doc("How far a release may go whose strategy waits for a person.") @Nullable
            Promotion promotion,

            @Doc("Go back to an earlier release; while it is set, template is not used.") @Nullable
            Rollback rollback,

            @Doc("Set to the current time to replace all containers without any other change.") @Nullable
            Instant restartedAt,

            @Doc("How many Releases that are no longer in use are kept.") @Default("10") @Range(min = 0, max = 100)
            int releaseHistoryLimit,

            @Doc(
                    "Full ids of running Docker containers of placement.nodeName that the first containers take over as they are,"
                            + " instead of being made. Counts until a release is complete; needs policy level privileged.")
            @Size(max = 1000)
            @Pattern(Container.DOCKER_ID)
            List<String> adopt) {

        /** The same, stopped. */
        public Spec stopped() {
            return with(replicas, DesiredState.Stopped, template, restartedAt);
        }

        /** The same with another number of containers. */
        public Spec withReplicas(int number) {
            return with(number, desiredState, template, restartedAt);
        }

        /** The same with another template. */
        public Spec withTemplate(ContainerTemplate other) {
            return with(replicas, desiredState, other, restartedAt);
        }

        /** The same, asked to be restarted at another time; null: never. */
        public Spec withRestartedAt(@Nullable Instant time) {
            return with(replicas, desiredState, template, time);
        }

        private Spec with(int number, DesiredState state, ContainerTemplate made, @Nullable Instant time) {
            return new Spec(
                    number,
                    mode,
                    state,
                    made,
                    strategy,
                    placement,
                    paused,
                    promotion,
                    rollback,
                    time,
                    releaseHistoryLimit,
                    adopt);
        }
    }

    /** What says how many containers there are. */
    public enum Mode {
        @Doc("As many as replicas says.")
        Replicated,
        @Doc("One on each node that fits.")
        Global
    }

    /** Leave for a release to go on. */
    public record Promotion(
            @Doc("Revision that may go on.") @Range(min = 1, max = Integer.MAX_VALUE)
            int release,

            @Doc("The canary step, counted from 0, up to which manual pauses are over; all are when absent.")
            @Nullable
            @Range(min = 0, max = 100)
            Integer step) {}

    /** An earlier release to go back to. */
    public record Rollback(
            @Doc("Its revision; it must still be kept.") @Range(min = 1, max = Integer.MAX_VALUE)
            int toRelease) {}

    /** Which nodes the containers may run on. */
    @AtMostOneOf({"nodeName", "nodeSelector"})
    public record Placement(
            @Doc("The one node to run on.") @Nullable @Size(min = 1, max = 63)
            String nodeName,

            @Doc("Labels that a node must have.") @Size(max = 64)
            Map<String, String> nodeSelector,

            @Doc("Taints of nodes that do not matter.") @Size(max = 64)
            List<Toleration> tolerations,

            @Doc("Node labels over whose values containers are spread evenly, the most important first.") @Size(max = 8)
            List<String> spreadBy,

            @Doc("Whether containers go to the emptiest nodes or fill the fullest first; Spread when absent.")
            @MayBeAbsent
            Preference prefer) {

        public Placement {
            prefer = prefer == null ? Preference.Spread : prefer;
        }
    }

    /** Which of the fitting nodes is taken. */
    public enum Preference {
        @Doc("The emptiest.")
        Spread,
        @Doc("The fullest that still has room.")
        Pack
    }

    /** A taint that does not matter. */
    @Rule(
            value = "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
            message = "without a key the operator must be Exists")
    @Rule(
            value = "!has(self.value) || !has(self.operator) || self.operator == 'Equal'",
            message = "a value is compared by operator Equal only")
    public record Toleration(
            @Doc(
                    "Key of the taint; every key when absent, then operator is Exists. With roadstead.dev/drain and operator"
                            + " Exists it stays on a node that is drained.")
            @Nullable
            @Size(max = 316)
            String key,

            @Doc("Whether the value must be equal or only the key exist; Equal when absent.") @MayBeAbsent
            Operator operator,

            @Doc("Value of the taint.") @Nullable @Size(max = 63)
            String value,

            @Doc("Effect of the taint; every effect when absent.") @Nullable
            Effect effect) {

        public Toleration {
            operator = operator == null ? Operator.Equal : operator;
        }

        /** How a toleration compares. */
        public enum Operator {
            @Doc("Key and value are equal.")
            Equal,
            @Doc("The key is there.")
            Exists
        }
    }

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

            @Doc(
                    "Revision that gets no requests while another one serves, because it answered too badly as a canary. Until"
                            + " it has no containers left, or is asked for again.")
            @Nullable
            Integer refusedRelease,

            @Doc("Label selector of the containers, for the scale subresource.") @Nullable
            String selector,

            @Doc("Ready, Progressing and Degraded; and Rollback while spec.template is not used.") @MapList("type")
            List<Condition> conditions) {}

    /** State of a replacement. */
    public record Rollout(
            @Doc("Where it stands.") Phase phase,
            @Doc("Revision that it goes to.") int release,

            @Doc("The canary step it is at, counted from 0; the number of steps after the last one.") @Nullable
            Integer step,

            @Doc("Share of the new release in percent; 0 when it failed by its answers, and gets no more requests.")
            @Nullable
            Integer weight,

            @Doc("When its target became wanted.") Instant startedAt,
            @Doc("When it last came nearer to its target.") Instant lastProgressAt,

            @Doc("When it came to this phase and step; pauses and keepOldFor count from here.") @Nullable
            Instant reachedAt,

            @Doc("The same in a sentence.") String message) {

        /** Where a replacement stands. */
        public enum Phase {
            Progressing,
            @Doc("It waits for the end of a timed pause, or spec.paused holds it.")
            Paused,
            @Doc("It waits for spec.promotion.")
            AwaitingPromotion,
            Complete,
            Failed,
            @Doc("It failed, and the last complete release is wanted again.")
            RolledBack,
            @Doc("Another release was wanted before it was complete.")
            Superseded
        }
    }
}
