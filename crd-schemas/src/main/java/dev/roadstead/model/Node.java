package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Size;
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
            @Column(name = "Containers", jsonPath = ".status.containers", type = "integer"),
            @Column(name = "Engine", jsonPath = ".status.engine.version"),
            @Column(name = "Cordoned", jsonPath = ".spec.unschedulable", type = "boolean"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "CPU", jsonPath = ".status.capacity.cpu", priority = 1),
            @Column(name = "Memory", jsonPath = ".status.capacity.memory", priority = 1),
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
            boolean unschedulable) {}

    /** Way to an engine. */
    public record Connection(
            @Doc("A Unix socket on the controller's machine.")
            Unix unix) {}

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
            @Doc("Containers of this installation on it.") int containers,
            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}

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
