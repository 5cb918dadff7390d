package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.Range;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One revision of an Application's template; never changed. */
@Doc("One revision of an Application's template. It never changes; the Releases are the deployment history.")
@Kind(
        plural = "releases",
        shortNames = "rel",
        columns = {
            @Column(name = "Application", jsonPath = ".spec.application"),
            @Column(name = "Revision", jsonPath = ".spec.revision", type = "integer"),
            @Column(name = "Image", jsonPath = ".spec.template.image"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date")
        })
public record Release(
        ObjectMeta metadata, @Doc("The revision.") Spec spec) implements Resource {
    /** The revision. */
    public record Spec(
            @Doc("Name of the Application.") String application,

            @Doc("Number of this revision, counted from 1.") @Range(min = 1, max = Integer.MAX_VALUE)
            int revision,

            @Doc("Hash of the template and restartedAt, by which a revision is found again.")
            String templateHash,

            @Doc("The template as it was.") ContainerTemplate template,

            @Doc("The restartedAt that this revision answers.") @Nullable
            Instant restartedAt) {}
}
