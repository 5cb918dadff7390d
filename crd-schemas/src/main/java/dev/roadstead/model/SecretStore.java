package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place outside where Secrets of the namespace may have their content. */
@Doc(
        "A place outside where Secrets of the namespace may have their content: a Secret of type roadstead.dev/stored names the"
                + " SecretStore (key store) and a path in it (key path), and is resolved when a container is made.")
@Kind(
        plural = "secretstores",
        columns = {
            @Column(name = "Address", jsonPath = ".spec.vault.address"),
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record SecretStore(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(
            @Doc("HashiCorp Vault, or what speaks its protocol, with a KV secrets engine of version 2.")
            Vault vault) {}

    /** A Vault. */
    public record Vault(
            @Doc("Where it is; https, or http on loopback. A private address needs the server's option --egress-allow.")
            @Pattern("^https?://[A-Za-z0-9.\\-\\[\\]:]+$")
            @Size(max = 253)
            String address,

            @Doc("Path at which the secrets engine is mounted.")
            @Default("\"secret\"")
            @Pattern("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$")
            @Size(max = 253)
            String mount,

            @Doc("Namespace of Vault Enterprise.") @Nullable @Pattern("^[A-Za-z0-9_./-]+$") @Size(max = 253)
            String namespace,

            @Doc("Certificates as PEM that it must be signed by; the system's authorities when absent.")
            @Nullable
            @Size(max = 65536)
            String authorities,

            @Doc("How to sign in. Whoever may write Secrets here reads what this may read.")
            Auth auth) {}

    /** Ways to sign in. */
    @OneOf({"token", "appRole"})
    public record Auth(
            @Doc("A token in a Secret.") @Nullable Key token,
            @Doc("An AppRole.") @Nullable AppRole appRole) {}

    /** An AppRole. */
    public record AppRole(
            @Doc("Its role id.") @Size(min = 1, max = 253) String roleId,

            @Doc("Path at which the method is mounted.")
            @Default("\"approle\"")
            @Pattern("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$")
            @Size(max = 253)
            String mount,

            @Doc("Its secret id, in a Secret.") Key secretId) {}

    /** A key of a Secret in the same namespace. */
    public record Key(
            @Doc("Name of the Secret.") @Size(min = 1, max = 253)
            String name,

            @Doc("Key in it.") @Size(min = 1, max = 253) String key) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}
}
