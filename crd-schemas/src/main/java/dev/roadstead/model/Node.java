package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Docker engine. */
@Doc("A Docker engine that containers can run on.")
@Kind(
        plural = "nodes",
        namespaced = false,
        categories = {"roadstead"},
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Containers", jsonPath = ".status.containers", type = "integer"),
            @Column(name = "Engine", jsonPath = ".status.engine.version"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "CPU", jsonPath = ".status.capacity.cpu", priority = 1),
            @Column(name = "Memory", jsonPath = ".status.capacity.memory", format = "bytes", priority = 1),
            @Column(
                    name = "Disk-Pressure",
                    jsonPath = ".status.conditions[?(@.type==\"DiskPressure\")].status",
                    priority = 1),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record Node(
        ObjectMeta metadata,

        @Doc("How to reach the engine, and what it may be used for.")
        Spec spec,

        @Doc("What the engine says of itself.") @Nullable Status status)
        implements Resource {

    /** How to reach the engine. */
    public record Spec(
            @Doc("How the controller connects to the engine.")
            Connection connection,

            @Doc("Name or address by which the outside reaches the host.") @Nullable @Size(min = 1, max = 253)
            String address,

            @Doc("Whether no new containers are placed here.") @Default("false")
            boolean unschedulable,

            @Doc("Whether its containers move to other nodes; none are placed here meanwhile.") @Default("false")
            boolean drain,

            @Doc("What keeps containers away that do not tolerate it.") @Size(max = 64)
            List<Taint> taints,

            @Doc("What happens when the engine is not reached.") @Default("{}")
            Failure failure,

            @Doc("Whether requests of Domains come in here.") @Default("{}")
            Ingress ingress) {

        /** A node may have been stored before the field was there. */
        public Spec {
            ingress = ingress == null ? Ingress.NONE : ingress;
        }
    }

    /** Whether requests come in at a node, and where. */
    @Rule(
            value = "self.httpPort != self.httpsPort",
            message = "HTTP and HTTPS need a port each",
            fieldPath = ".httpsPort")
    public record Ingress(
            @Doc("Whether Roadstead runs a router here; the Edge default says which.") @Default("false")
            boolean enabled,

            @Doc("The host's port for HTTP.") @Default("80") @Range(min = 1, max = 65535)
            int httpPort,

            @Doc("The host's port for HTTPS.") @Default("443") @Range(min = 1, max = 65535)
            int httpsPort) {
        /** That of a node which does not say. */
        public static final Ingress NONE = new Ingress(false, 80, 443);
    }

    /** What keeps containers away. */
    public record Taint(
            @Doc("Its key.") @Size(min = 1, max = 316) String key,

            @Doc("Its value.") @Nullable @Size(max = 63) String value,

            @Doc("What it does.") Effect effect) {}

    /** What a taint does. */
    public enum Effect {
        @Doc("No new containers that do not tolerate it.")
        NoSchedule,
        @Doc("New containers go elsewhere if they can.")
        PreferNoSchedule,
        @Doc("Containers that run here and do not tolerate it move away.")
        NoExecute
    }

    /** What happens when the engine is not reached. */
    public record Failure(
            @Doc("Time without an answer after which the node is Unknown.")
            @Default("\"40s\"")
            @Pattern(GoDuration.POSITIVE)
            Duration unreachableAfter,

            @Doc("Which containers are replaced elsewhere when the node is Unknown.") @Default("\"Never\"")
            Evict evict) {

        /** Which containers are replaced. */
        public enum Evict {
            @Doc("None: they may still be running.")
            Never,
            @Doc("Those without volumes; the ones left behind are stopped when the node is back.")
            Stateless
        }
    }

    /** Way to an engine. */
    @OneOf({"unix", "tcp", "ssh"})
    public record Connection(
            @Doc("A Unix socket on the controller's machine.") @Nullable
            Unix unix,

            @Doc("A TCP port; TLS unless it is loopback.") @Nullable
            Tcp tcp,

            @Doc("The engine's socket, through an SSH server.") @Nullable
            Ssh ssh) {}

    /** A TCP port of an engine. */
    @Rule(
            value = "has(self.tls) || self.host in ['localhost', '127.0.0.1', '::1']",
            message =
                    "tls is required, unless the host is localhost, 127.0.0.1 or ::1: who reaches an engine's open port owns its machine")
    public record Tcp(
            @Doc("Name or address.") @Size(min = 1, max = 253)
            String host,

            @Doc("Port.") @Default("2376") @Range(min = 1, max = 65535)
            int port,

            @Doc("Mutual TLS; only a loopback address does without.") @Nullable
            Tls tls) {}

    /** Mutual TLS. */
    public record Tls(
            @Doc("Secret with ca.crt, tls.crt and tls.key, or Docker's ca.pem, cert.pem and key.pem.")
            SecretRef secretRef) {}

    /** An SSH server on the engine's machine. */
    public record Ssh(
            @Doc("Name or address.") @Size(min = 1, max = 253)
            String host,

            @Doc("Port.") @Default("22") @Range(min = 1, max = 65535)
            int port,

            @Doc("User, who may open the engine's socket.") @Pattern("^[a-z_][a-z0-9_-]{0,31}$")
            String user,

            @Doc("Secret with ssh-privatekey.") SecretRef secretRef,

            @Doc("The server's public key, as in a known_hosts line: type and base64.")
            @Size(min = 1, max = 8192)
            @Pattern("^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/=]+$")
            String hostKey,

            @Doc("Absolute path of the engine's socket there.")
            @Default("\"/var/run/docker.sock\"")
            @Pattern("^/.*$")
            @Size(max = 107)
            String socketPath) {}

    /** A Secret of any namespace. */
    public record SecretRef(
            @Doc("Its namespace.") @Size(min = 1, max = 63) String namespace,
            @Doc("Its name.") @Size(min = 1, max = 253) String name) {}

    /** A Unix socket. */
    public record Unix(
            @Doc("Absolute path of the socket.") @Default("\"/var/run/docker.sock\"") @Pattern("^/.*$") @Size(max = 107)
            String path) {}

    /** What the engine says of itself. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("The engine.") @Nullable Engine engine,
            @Doc("What the host has.") @Nullable Capacity capacity,

            @Doc("What containers may ask for in all.") @Nullable
            Capacity allocatable,

            @Doc("What the containers bound to it ask for.") @Nullable
            Capacity allocated,

            @Doc("Room for images, containers and volumes.") @Nullable
            Disk disk,

            @Doc("Containers of this installation on it.") int containers,

            @Doc("Data on it that outlived its Volumes. Absent while it was not looked for.") @Nullable
            Retained retained,

            @Doc("Ready and DiskPressure, and Drained while it is drained, and why.") @MapList("type")
            List<Condition> conditions) {
        /** The same with another list of what is retained. */
        public Status withRetained(@Nullable Retained other) {
            return new Status(
                    observedGeneration, engine, capacity, allocatable, allocated, disk, containers, other, conditions);
        }
    }

    /** Data that outlived its Volumes. */
    public record Retained(
            @Doc("Docker volumes of this installation that no Volume has; a new Volume of the name takes one over.")
            @MapList("dockerVolume")
            List<RetainedVolume> volumes) {}

    /** Data that outlived its Volume. */
    public record RetainedVolume(
            @Doc("Name of the Docker volume.") String dockerVolume,

            @Doc("Namespace of the Volume that it was made for.")
            String namespace,

            @Doc("Name of the Volume that it was made for.") String volume,

            @Doc("Bytes in it when last measured.") @Nullable
            Quantity bytes) {}

    /** Room for images, containers and volumes. */
    public record Disk(
            @Doc("Bytes that Docker's data takes up.") Quantity used,

            @Doc("Free bytes where Docker's data lies; unknown on other machines.") @Nullable
            Quantity free) {}

    /** An engine. */
    public record Engine(
            @Doc("The engine's own id.") String id,
            @Doc("Its version.") String version,
            @Doc("The API version that is spoken with it.") String apiVersion,
            @Doc("Operating system.") String os,
            @Doc("Processor architecture.") String arch,
            @Doc("Storage driver.") String storageDriver,

            @Doc("Version of the kernel's control groups: 1 or 2.")
            String cgroupVersion) {}

    /** What a host has. */
    public record Capacity(
            @Doc("Processors.") Quantity cpu,
            @Doc("Memory in bytes.") Quantity memory) {}
}
