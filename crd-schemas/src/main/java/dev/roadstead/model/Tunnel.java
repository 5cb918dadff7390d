package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Size;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way by which requests come in without an open port: cloudflared, in front of the routers of the Edge. */
@Doc("A way by which requests of Domains come in without an open port: cloudflared beside the routers of the Edge.")
@Kind(
        plural = "tunnels",
        namespaced = false,
        maxNameLength = 40,
        columns = {
            @Column(name = "Tunnel", jsonPath = ".spec.tunnel"),
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record Tunnel(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(
            @Doc("cloudflared, on every node with ingress.enabled; a change is a rollout.")
            @Default("\"cloudflare/cloudflared:2025.8.1\"")
            @Pattern(ContainerTemplate.IMAGE)
            @Size(min = 1, max = 255)
            String image,

            @Doc("When the image is pulled.") @Default("\"IfNotPresent\"")
            PullPolicy imagePullPolicy,

            @Doc("Id of the tunnel, as cloudflared tunnel create tells it.")
            @Pattern("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
            String tunnel,

            @Doc(
                    "Secret of namespace roadstead-system whose key credentials.json is what cloudflared tunnel create wrote.")
            @Size(min = 1, max = 253)
            String credentialsSecret,

            @Doc("Port on loopback of the nodes where cloudflared says whether it is connected; each Tunnel needs one.")
            @Default("8098")
            @Range(min = 1024, max = 65535)
            int metricsPort,

            @Doc("Labels of the Domains, of all namespaces, whose hostnames come in here; every Domain when empty.")
            @Size(max = 16)
            Map<String, String> domainSelector) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Hostnames that come in here.") List<String> hostnames,

            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}
}
