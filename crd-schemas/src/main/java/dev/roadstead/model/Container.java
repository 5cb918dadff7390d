package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.MayBeAbsent;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One container of an Application on one Node. */
@Doc("One container of an Application on one Node. Roadstead writes it; change the Application instead.")
@Kind(
        plural = "containers",
        shortNames = "ctr",
        countedByController = true,
        columns = {
            @Column(name = "State", jsonPath = ".status.state"),
            @Column(name = "Health", jsonPath = ".status.health"),
            @Column(name = "Restarts", jsonPath = ".status.restarts", type = "integer"),
            @Column(name = "Release", jsonPath = ".spec.release", type = "integer"),
            @Column(name = "Node", jsonPath = ".spec.nodeName"),
            @Column(name = "Routed", jsonPath = ".spec.routed", type = "boolean", priority = 1),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "IP", jsonPath = ".status.ip", priority = 1),
            @Column(name = "Image", jsonPath = ".spec.template.image", priority = 1),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record Container(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** As engines name containers, in full. */
    public static final String DOCKER_ID = "^[0-9a-f]{64}$";

    /** What is wanted. */
    public record Spec(
            @Doc("Name of the Application.") String application,

            @Doc("Revision of the Release.") @Range(min = 1, max = Integer.MAX_VALUE)
            int release,

            @Doc("Slot within the release, counted from 0.") @Range(min = 0, max = 100000)
            int ordinal,

            @Doc("The node that it is bound to.") String nodeName,
            @Doc("Whether it should run.") DesiredState desiredState,
            @Doc("What it is made from.") ContainerTemplate template,

            @Doc("How long it keeps running after its deletion was requested.")
            Duration drain,

            @Doc("Whether requests may go to it while it is ready; true when absent, never once it is being deleted.")
            @MayBeAbsent
            Boolean routed,

            @Doc("Why it is paused or stopped for a while: set before that is done, gone when it is to run again.")
            @Nullable
            Quiesce quiesce,

            @Doc("Labels that Domains with labels: true ask for, beside those of the template.")
            Map<String, String> routeLabels,

            @Doc(
                    "Full id of a Docker container that somebody else made, to be taken over as it is instead of making one.")
            @Nullable
            @Pattern(Container.DOCKER_ID)
            String adopts) {

        public Spec {
            routed = routed == null ? Boolean.TRUE : routed;
        }

        /** Without labels of Domains, and made by this installation. */
        public Spec(
                String application,
                int release,
                int ordinal,
                String nodeName,
                DesiredState desiredState,
                ContainerTemplate template,
                Duration drain,
                boolean routed,
                @Nullable Quiesce quiesce) {
            this(
                    application,
                    release,
                    ordinal,
                    nodeName,
                    desiredState,
                    template,
                    drain,
                    routed,
                    quiesce,
                    Map.of(),
                    null);
        }

        /** The same made from an equal template, or another. */
        public Spec withTemplate(ContainerTemplate other) {
            return with(other, desiredState, routed, quiesce);
        }

        /** The same, to run or not, and in routing or not. */
        public Spec with(DesiredState state, boolean inRouting) {
            return with(template, state, inRouting, quiesce);
        }

        /** The same, kept from writing for this reason; null: no more. */
        public Spec withQuiesce(@Nullable Quiesce reason) {
            return with(template, desiredState, routed, reason);
        }

        private Spec with(ContainerTemplate made, DesiredState state, boolean inRouting, @Nullable Quiesce reason) {
            return new Spec(
                    application,
                    release,
                    ordinal,
                    nodeName,
                    state,
                    made,
                    drain,
                    inRouting,
                    reason,
                    routeLabels,
                    adopts);
        }
    }

    /** All of the specification that a Docker container is made from. */
    public record Making(ContainerTemplate template, Map<String, String> routeLabels) {}

    /** A pause or stop for a while, for the sake of its volumes' data. */
    public record Quiesce(
            @Doc("Kind and name of the object that it is for: VolumeBackup/nightly-1.")
            String by,

            @Doc("Whether it is paused or stopped.") How how) {
        /** Ways to keep a container from writing. */
        public enum How {
            Pause,
            Stop
        }
    }

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Id of the Docker container.") @Nullable String containerID,
            @Doc("What the engine, or the way to it, says.") State state,
            @Doc("Outcome of the health check.") Health health,

            @Doc("Exit code of the last run, when it has ended.") @Nullable
            Integer exitCode,

            @Doc("How often it was started again.") int restarts,

            @Doc("Its address in the network of its namespace.") @Nullable
            String ip,

            @Doc("Published ports.") List<PublishedPort> ports,
            @Doc("When it was last started.") @Nullable Instant startedAt,
            @Doc("Since when it has been ready.") @Nullable Instant readySince,
            @Doc("How the last run ended.") @Nullable Termination lastTermination,
            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions,

            @Doc(
                    "The Docker container that was taken over: it has no labels of Roadstead, this is what shows its owner.")
            @Nullable
            Adopted adopted) {}

    /** A Docker container that was taken over as it was. */
    public record Adopted(
            @Doc("Its full id.") String containerID,

            @Doc("Hash of the template that it was found to be as.")
            String specHash) {}

    /** States of a container. */
    public enum State {
        Pending,
        Pulling,
        Created,
        Running,
        Paused,
        Restarting,
        Exited,
        Stopped,
        Unknown
    }

    /** Outcomes of the health check. */
    public enum Health {
        @Doc("Not known yet.")
        Starting,
        Healthy,
        Unhealthy,
        @Doc("It does not run.")
        None
    }

    /** A published port. */
    public record PublishedPort(
            @Doc("Name of the port.") @Nullable String name,
            @Doc("Port in the container.") int containerPort,
            @Doc("Transport protocol.") ContainerTemplate.Protocol protocol,
            @Doc("Address of the host.") String hostIP,
            @Doc("Port of the host.") int hostPort) {}

    /** How a run ended. */
    public record Termination(
            @Doc("Completed, Error or OOMKilled.") String reason,
            @Doc("Exit code.") int exitCode,
            @Doc("When it ended.") Instant finishedAt,
            @Doc("The last lines that it wrote.") @Nullable String logTail) {}
}
