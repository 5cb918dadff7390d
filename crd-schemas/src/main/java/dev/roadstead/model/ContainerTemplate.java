package dev.roadstead.model;

import dev.roadstead.crd.AtMostOneOf;
import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.MayBeAbsent;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container is made from; any change of it makes a new Release. */
@Doc("What a container is made from; any change makes a new Release.")
@Rule(
        value = "!has(self.labels)"
                + " || self.labels.all(name, !name.startsWith('roadstead.dev/') && !name.startsWith('traefik.'))",
        message =
                "labels that begin with roadstead.dev/ or traefik. cannot be set by hand; a Domain with labels: true has"
                        + " those of Traefik set",
        fieldPath = ".labels")
public record ContainerTemplate(
        @Doc("Image reference, as docker pull takes it: name, name:tag or name@sha256:digest.")
        @Size(min = 1, max = 255)
        @Pattern(ContainerTemplate.IMAGE)
        String image,

        @Doc("When the image is pulled.") @Default("\"IfNotPresent\"")
        PullPolicy imagePullPolicy,

        @Doc("Secrets of type kubernetes.io/dockerconfigjson in the same namespace, to pull the image with; after them"
                + " those of the namespace's ServiceAccount default.")
        @Size(max = 16)
        List<LocalRef> imagePullSecrets,

        @Doc("Replaces the image's entry point; no shell is involved.") @Size(max = 256)
        List<String> command,

        @Doc(
                "Arguments of the command. $(node.name), $(node.httpPort) and $(node.httpsPort) stand for the node's, here, in"
                        + " values of env, in names of its Secrets and ConfigMaps and of Volumes, and in keys of files.")
        @Size(max = 256)
        List<String> args,

        @Doc("Working directory; the image's when absent.") @Nullable @Pattern("^/.*$") @Size(max = 4096)
        String workingDir,

        @Doc("User, or user:group, by name or number; the image's when absent.")
        @Nullable
        @Pattern(ContainerTemplate.USER)
        String user,

        @Doc("Environment variables; they win over envFrom.") @MapList("name") @Size(max = 1000)
        List<EnvVar> env,

        @Doc("Secrets and ConfigMaps all of whose keys become environment variables; later ones win.") @Size(max = 100)
        List<EnvFrom> envFrom,

        @Doc("Ports that the container listens on.") @Size(max = 100)
        List<Port> ports,

        @Doc("Files and directories beside the image's.") @MapList("mountPath") @Size(max = 100)
        List<Mount> volumes,

        @Doc("Whether it uses the host's network; policy level privileged only.") @Default("false")
        boolean hostNetwork,

        @Doc("Processor, memory and process limits.") @Default("{}")
        Resources resources,

        @Doc("How to tell that the container works; without one it is healthy while it runs.") @Nullable
        HealthCheck healthCheck,

        @Doc("How long a container may take to stop before it is killed.") @Default("\"10s\"")
        Duration stopGracePeriod,

        @Doc("Commands run in the container at turns of its life.") @Nullable
        Hooks hooks,

        @Doc("The signal that asks it to stop; the image's, or SIGTERM, when absent.")
        @Nullable
        @Pattern("^SIG[A-Z0-9+-]{2,12}$")
        String stopSignal,

        @Doc("What the container may do on its host.") @Default("{}")
        Security security,

        @Doc("Additional labels of the container on its Docker engine.") @Size(max = 64)
        Map<String, String> labels,

        @Doc("Log rotation on the engine.") @Default("{}") Logging logging) {

    /** Docker's reference grammar (distribution/reference), with at most one tag and one sha256 digest. */
    public static final String IMAGE = "^([a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]{1,5})?/)?"
            + "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$";

    /** By name or number, with a group or without. */
    public static final String USER = "^[A-Za-z0-9_.-]{1,64}(:[A-Za-z0-9_.-]{1,64})?$";

    /** The same with another image reference. */
    public ContainerTemplate withImage(String other) {
        return with(other, args, env, volumes);
    }

    /** The same with other environment variables. */
    public ContainerTemplate withEnv(List<EnvVar> others) {
        return with(image, args, others, volumes);
    }

    /** The same with other arguments, environment variables and mounts. */
    public ContainerTemplate with(List<String> otherArgs, List<EnvVar> otherEnv, List<Mount> otherVolumes) {
        return with(image, otherArgs, otherEnv, otherVolumes);
    }

    private ContainerTemplate with(
            String otherImage, List<String> otherArgs, List<EnvVar> otherEnv, List<Mount> otherVolumes) {
        return new ContainerTemplate(
                otherImage,
                imagePullPolicy,
                imagePullSecrets,
                command,
                otherArgs,
                workingDir,
                user,
                otherEnv,
                envFrom,
                ports,
                otherVolumes,
                hostNetwork,
                resources,
                healthCheck,
                stopGracePeriod,
                hooks,
                stopSignal,
                security,
                labels,
                logging);
    }

    /** When an image is pulled. */
    public enum PullPolicy {
        @Doc("Before every start of a new container.")
        Always,
        @Doc("When the engine does not have it.")
        IfNotPresent,
        @Doc("Not at all: it must be on the engine already.")
        Never
    }

    /** One environment variable. */
    @AtMostOneOf({"value", "valueFrom"})
    public record EnvVar(
            @Doc("Name of the variable.") @Pattern("^[-._a-zA-Z][-._a-zA-Z0-9]*$") @Size(min = 1, max = 256)
            String name,

            @Doc("Its value; empty when absent.") @Nullable @Size(max = 131072)
            String value,

            @Doc("Where its value comes from.") @Nullable ValueFrom valueFrom) {}

    /** Source of a variable's value. */
    @OneOf({"secretKeyRef", "configMapKeyRef", "fieldRef"})
    public record ValueFrom(
            @Doc("A key of a Secret in the same namespace.") @Nullable
            KeyRef secretKeyRef,

            @Doc("A key of a ConfigMap in the same namespace.") @Nullable
            KeyRef configMapKeyRef,

            @Doc("A field of the container itself.") @Nullable
            FieldRef fieldRef) {}

    /** A key of a Secret or ConfigMap. */
    public record KeyRef(
            @Doc("Name of the Secret or ConfigMap.") @Size(min = 1, max = 253)
            String name,

            @Doc("Key in it.") @Size(min = 1, max = 253) String key,

            @Doc("Whether the container may start without it; false when absent.") @MayBeAbsent
            boolean optional) {}

    /** A field of the container. */
    public record FieldRef(@Doc("Which field.") Field fieldPath) {
        /** The fields that a container can learn of itself. */
        public enum Field {
            @com.fasterxml.jackson.annotation.JsonProperty("metadata.name")
            NAME,
            @com.fasterxml.jackson.annotation.JsonProperty("metadata.namespace")
            NAMESPACE,
            @com.fasterxml.jackson.annotation.JsonProperty("spec.nodeName")
            NODE_NAME
        }
    }

    /** A Secret or ConfigMap whose keys become variables. */
    @OneOf({"secretRef", "configMapRef"})
    public record EnvFrom(
            @Doc("Put before every key.") @Nullable @Pattern("^[-._a-zA-Z][-._a-zA-Z0-9]*$")
            String prefix,

            @Doc("A Secret in the same namespace.") @Nullable
            ObjectRef secretRef,

            @Doc("A ConfigMap in the same namespace.") @Nullable
            ObjectRef configMapRef) {}

    /** A Secret or ConfigMap by name. */
    public record ObjectRef(
            @Doc("Its name.") @Size(min = 1, max = 253) String name,

            @Doc("Whether the container may start without it; false when absent.") @MayBeAbsent
            boolean optional) {}

    /** A Secret of the same namespace. */
    public record LocalRef(
            @Doc("Its name.") @Size(min = 1, max = 253) String name) {}

    /** Commands run in the container at turns of its life. */
    public record Hooks(
            @Doc("Run after each start, for a minute at most, and again until it succeeds; before, the container is not"
                    + " ready.")
            @Nullable
            Hook postStart,

            @Doc("Run before the stop signal; both have the stopGracePeriod. Its failure does not stop the stop.")
            @Nullable
            Hook preStop) {}

    /** A command run in the container. */
    public record Hook(@Doc("The command.") HealthCheck.Exec exec) {}

    /** A port that the container listens on. */
    public record Port(
            @Doc("Name by which health checks and Domains refer to it.")
            @Nullable
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
            @Size(max = 15)
            String name,

            @Doc("Port in the container.") @Range(min = 1, max = 65535)
            int containerPort,

            @Doc("Transport protocol; TCP when absent.") @MayBeAbsent
            Protocol protocol,

            @Doc("Port of the host that is forwarded to it; not published when absent.")
            @Nullable
            @Range(min = 1, max = 65535)
            Integer hostPort,

            @Doc(
                    "Address of the host that the port is published on; 127.0.0.1 when absent, or all when public. Others than"
                            + " loopback need public.")
            @MayBeAbsent
            @Pattern("^[0-9a-fA-F.:]{2,45}$")
            String hostIP,

            @com.fasterxml.jackson.annotation.JsonProperty("public")
            @Doc("Whether others than the host itself may reach the published port; false when absent.")
            @MayBeAbsent
            boolean open) {

        public Port {
            protocol = protocol == null ? Protocol.TCP : protocol;
            hostIP = hostIP == null ? (open ? "0.0.0.0" : "127.0.0.1") : hostIP;
        }
    }

    /** Transport protocols. */
    public enum Protocol {
        TCP,
        UDP
    }

    /** Requests and limits. */
    public record Resources(
            @Doc("What the container needs.") @Default("{}") Amounts requests,
            @Doc("What it may not exceed.") @Default("{}") Limits limits) {}

    /** Processor and memory. */
    public record Amounts(
            @Doc("Processors: 2, 500m.") @Nullable Quantity cpu,
            @Doc("Memory in bytes: 64Mi.") @Nullable Quantity memory) {}

    /** Processor, memory and processes. */
    public record Limits(
            @Doc("Processors: 2, 500m; unlimited when absent.") @Nullable
            Quantity cpu,

            @Doc("Memory in bytes: 64Mi; 512Mi when absent.") @Nullable
            Quantity memory,

            @Doc("Processes and threads; 512 when absent.") @Nullable @Range(min = 1, max = 1000000)
            Integer pids) {}

    /** What the container may do on its host. */
    public record Security(
            @Doc("Whether the image's file system is read-only.") @Default("false")
            boolean readOnlyRootFilesystem,

            @Doc("Whether it has all rights on its host; policy level privileged only.") @Default("false")
            boolean privileged,

            @Doc("Linux capabilities beside Docker's default set.") @Default("{}")
            Capabilities capabilities,

            @Doc("Filter of system calls; Unconfined needs policy level privileged.") @Default("\"RuntimeDefault\"")
            Profile seccompProfile,

            @Doc("AppArmor profile; Unconfined needs policy level privileged.") @Default("\"RuntimeDefault\"")
            Profile appArmorProfile) {}

    /** Security profiles of the kernel. */
    public enum Profile {
        @Doc("The engine's own.")
        RuntimeDefault,
        @Doc("None.")
        Unconfined
    }

    /** Linux capabilities. */
    public record Capabilities(
            @Doc("Added ones; others than NET_BIND_SERVICE need policy level privileged.")
            @Size(max = 64)
            @Pattern("^[A-Z_]{2,32}$")
            List<String> add,

            @Doc("Dropped ones; ALL drops every one.") @Size(max = 64) @Pattern("^[A-Z_]{2,32}$")
            List<String> drop) {}

    /** Log rotation. */
    public record Logging(
            @Doc("Size at which a log file is rotated.") @Default("\"10Mi\"")
            Quantity maxSize,

            @Doc("How many log files are kept.") @Default("3") @Range(min = 1, max = 100)
            int maxFiles) {}
}
