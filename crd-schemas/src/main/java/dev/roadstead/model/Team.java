package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People of an Organization, in whose namespace it lies, and what they may do together. */
@Doc("People of an Organization, in whose namespace it lies, and what they may do together.")
@Kind(
        plural = "teams",
        categories = "people",
        maxNameLength = 25,
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Members", jsonPath = ".status.members"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record Team(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(
            @Doc("How people call it.") @Nullable @Size(max = 128)
            String displayName,

            @Doc("Names of Users. Only members of the Organization count.") @Size(max = 1000)
            List<String> members,

            @Doc("Groups of IdentityProviders whose people are members too.") @Size(max = 64)
            List<Group> groups,

            @Doc("What its members may do.") @Size(max = 256)
            List<Grant> grants) {}

    /** A group of somebody else's. */
    public record Group(
            @Doc("Name of the IdentityProvider.") @Size(min = 1, max = 63)
            String provider,

            @Doc("What it calls the group.") @Size(min = 1, max = 256)
            String group) {}

    /** A role in a project, or in a part of it. */
    public record Grant(
            @Doc("Name of a Project of the Organization.") @Size(min = 1, max = 20)
            String project,

            @Doc("One of its environments; all of them, and the project itself, when absent.")
            @Nullable
            @Size(min = 1, max = 11)
            String environment,

            @Doc("What the members may do there.") Role role,

            @Doc("A part of it; all of it when absent.") @Nullable
            Part part) {}

    /** A part of a project. */
    @OneOf({"folder", "resources"})
    public record Part(
            @Doc("The Applications whose annotation roadstead.dev/folder is this, or begins with this and a slash.")
            @Nullable
            @Pattern("^[^/]+(/[^/]+)*$")
            @Size(max = 253)
            String folder,

            @Doc("Single objects.") @Nullable @Size(min = 1, max = 64)
            List<Single> resources) {}

    /** A single object. */
    public record Single(
            @Doc("Plural of a kind of roadstead.dev: applications, domains, volumes, volumebackups, volumerestores or"
                    + " namespacebackups; or containers and releases, which are only seen.")
            @Pattern("^[a-z]{1,63}$")
            String resource,

            @Doc("Its name.") @Size(min = 1, max = 253) String name) {}

    /** What members may do in a project. */
    public enum Role {
        @Doc("Everything in it, its roles included.")
        Admin,
        @Doc("Changes applications and what belongs to them.")
        Developer,
        @Doc("Sees all but secrets.")
        Viewer
    }

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("Names of the Users that are members now.") List<String> members,

            @Doc("Ready, and why not.") @MapList("type") List<Condition> conditions) {}
}
