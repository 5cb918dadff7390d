package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant: people with roles, and a namespace of its name in which its Teams, Projects and Invitations lie. */
@Doc("A tenant: people with roles. Its Teams, Projects and Invitations lie in the namespace of its name.")
@Kind(
        plural = "organizations",
        shortNames = "org",
        categories = "people",
        namespaced = false,
        maxNameLength = 30,
        confirmsDeletion = true,
        guarded = {"spec.limits", "spec.suspended", "spec.plan"},
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Members", jsonPath = ".status.members", type = "integer"),
            @Column(name = "Projects", jsonPath = ".status.projects", type = "integer"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
@Rule(
        value = "!self.metadata.name.matches('^(default$|(kube|roadstead|user)(-|$))')",
        message =
                "default, kube, roadstead and user, and what begins with one of the last three and a hyphen, are names of"
                        + " the system; choose another")
@Rule(
        value = "!self.metadata.name.contains('.')",
        message = "it is the name of a namespace too, so it has no dots; use hyphens")
public record Organization(
        ObjectMeta metadata,
        @Doc("What is wanted.") @Default("{}") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(
            @Doc("How people call it.") @Nullable @Size(max = 128)
            String displayName,

            @Doc("Who belongs to it, and what they may do in all of its projects.") @MapList("user") @Size(max = 1000)
            List<Member> members,

            @Doc(
                    "Whether its members may do nothing in it unless they signed in with a second factor, or by a key of a program.")
            @Default("false")
            boolean requireMfa,

            @Doc(
                    "With true its applications are stopped, and nothing in it can be changed; nothing is deleted. Set by the"
                            + " platform's admins only.")
            @Default("false")
            boolean suspended,

            @Doc("What it may have at most. Set by the platform's admins only.") @Default("{}")
            Limits limits,

            @Doc("Name of the Plan whose limits and prices count for it; its own limits stand in for those. Set by the"
                    + " platform's admins only.")
            @Nullable
            @Size(min = 1, max = 253)
            String plan) {

        /** The same with other limits. */
        public Spec withLimits(Limits others) {
            return new Spec(displayName, members, requireMfa, suspended, others, plan);
        }
    }

    /** Somebody who belongs to it. */
    public record Member(
            @Doc("Name of the User.") @Size(min = 1, max = 63)
            String user,

            @Doc("What the person may do.") Role role) {}

    /** What members may do. */
    public enum Role {
        @Doc("Everything, owners and other members included.")
        Owner,
        @Doc("Everything but members and their roles.")
        Admin,
        @Doc("Changes applications and what belongs to them, in all projects.")
        Developer,
        @Doc("Sees all but secrets.")
        Viewer
    }

    /** What it may have at most. */
    @Rule(
            value = "!has(self.projectQuota) || self.projectQuota" + QuotaKeys.RULE,
            message = QuotaKeys.MESSAGE,
            fieldPath = ".projectQuota")
    @Rule(
            value = "!has(self.totalQuota) || self.totalQuota" + QuotaKeys.CONTAINERS_RULE,
            message = QuotaKeys.CONTAINERS_MESSAGE,
            fieldPath = ".totalQuota")
    public record Limits(
            @Doc("How many projects; any number when absent.") @Nullable @Range(min = 0, max = 10_000)
            Integer projects,

            @Doc(
                    "What each namespace of a project may take at most, by the names of a ResourceQuota; it is what one gets for"
                            + " which the project says nothing. A project has one namespace, and one more for each of its"
                            + " environments.")
            @Size(max = 32)
            Map<String, Quantity> projectQuota,

            @Doc("What the containers of all its projects may take together: requests.cpu, requests.memory, limits.cpu,"
                    + " limits.memory, limits.pids and count/containers.roadstead.dev.")
            @Size(max = 6)
            Map<String, Quantity> totalQuota,

            @Doc("What containers may do on their hosts at most, whatever a project asks for.") @Default("\"Baseline\"")
            Project.PolicyLevel policyLevel) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("How many members it has.") @Nullable Integer members,
            @Doc("How many projects it has.") @Nullable Integer projects,

            @Doc("Members who accepted an Invitation, and were not only named by somebody else.")
            List<String> joined,

            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}
}
