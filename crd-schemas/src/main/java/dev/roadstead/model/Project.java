package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of an Organization, in whose namespace it lies. It owns the namespace {@code <organization>-<project>}, with its
 * network, quota and policy level, and one more for each of its environments: {@code <organization>-<project>-<environment>}.
 */
@Doc("A part of an Organization, in whose namespace it lies. It owns the namespace <organization>-<project>, with its"
        + " network, quota and policy level, and <organization>-<project>-<environment> for each of its environments.")
@Kind(
        plural = "projects",
        shortNames = "proj",
        categories = "people",
        maxNameLength = 20,
        confirmsDeletion = true,
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Policy", jsonPath = ".status.policyLevel"),
            @Column(name = "Namespaces", jsonPath = ".status.namespaces"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
@Rule(
        value = "!self.metadata.name.contains('.')",
        message = "it is part of the names of namespaces, so it has no dots; use hyphens")
public record Project(
        ObjectMeta metadata,
        @Doc("What is wanted.") @Default("{}") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    @Rule(value = "!has(self.quota) || self.quota" + QuotaKeys.RULE, message = QuotaKeys.MESSAGE, fieldPath = ".quota")
    public record Spec(
            @Doc("How people call it.") @Nullable @Size(max = 128)
            String displayName,

            @Doc("What its containers may do on their hosts; at most what the Organization's limits say.")
            @Default("\"Baseline\"")
            PolicyLevel policyLevel,

            @Doc(
                    "What each of its namespaces may take, by the names of a ResourceQuota; at most what the Organization's"
                            + " limits say.")
            @Size(max = 32)
            Map<String, Quantity> quota,

            @Doc(
                    "Environment variables of all its containers. An environment's of the same name stands in for one of these, an"
                            + " Application's env for both; they win over envFrom. A change is rolled out as one of the template.")
            @MapList("name")
            @Size(max = 256)
            List<EnvVar> variables,

            @Doc("Places for the same applications, each a namespace of its own.") @MapList("name") @Size(max = 16)
            List<Environment> environments) {}

    /** What containers may do on their hosts. */
    public enum PolicyLevel {
        @Doc("Everything that a template can say.")
        Privileged,
        @Doc("Nothing of the host.")
        Baseline,
        @Doc("Nothing of the host, no root, no capabilities but binding low ports.")
        Restricted
    }

    /** A place for the project's applications, such as staging. */
    @Rule(value = "!has(self.quota) || self.quota" + QuotaKeys.RULE, message = QuotaKeys.MESSAGE, fieldPath = ".quota")
    public record Environment(
            @Doc("Its name.") @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") @Size(min = 1, max = 11)
            String name,

            @Doc("What its containers may do on their hosts; as the project says when absent.") @Nullable
            PolicyLevel policyLevel,

            @Doc("What its namespace may take; as the project says when empty.") @Size(max = 32)
            Map<String, Quantity> quota,

            @Doc("Environment variables of its containers; they come before the project's.")
            @MapList("name")
            @Size(max = 256)
            List<EnvVar> variables) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Its namespaces, its own first.") List<String> namespaces,

            @Doc("What the containers of its own namespace may do on their hosts.") @Nullable
            PolicyLevel policyLevel,

            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}
}
