package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One revision of an Application's template; never changed. */
@Doc("One revision of an Application's template. Its spec never changes; the Releases are the deployment history.")
@Kind(
        plural = "releases",
        shortNames = "rel",
        columns = {
            @Column(name = "Application", jsonPath = ".spec.application"),
            @Column(name = "Revision", jsonPath = ".spec.revision", type = "integer"),
            @Column(name = "Outcome", jsonPath = ".status.outcome.phase"),
            @Column(name = "Image", jsonPath = ".spec.template.image"),
            @Column(name = "Author", jsonPath = ".spec.author", priority = 1),
            @Column(name = "Cause", jsonPath = ".spec.cause", priority = 1),
            @Column(name = "Digest", jsonPath = ".status.image.reference", priority = 1),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date")
        })
public record Release(
        ObjectMeta metadata,
        @Doc("The revision.") Spec spec,
        @Doc("What became of it.") @Nullable Status status) implements Resource {

    /** What became of it, as far as that is known. */
    public Status known() {
        return status == null ? Status.NONE : status;
    }

    /** The revision. */
    @Rule(value = "self == oldSelf", message = "a Release never changes; change its Application")
    public record Spec(
            @Doc("Name of the Application.") String application,

            @Doc("Number of this revision, counted from 1.") @Range(min = 1, max = Integer.MAX_VALUE)
            int revision,

            @Doc("Hash of the template, restartedAt and routeLabels, by which a revision is found again.")
            String templateHash,

            @Doc("The template as it was.") ContainerTemplate template,

            @Doc("The restartedAt that this revision answers.") @Nullable
            Instant restartedAt,

            @Doc("Who asked for it.") @Nullable String author,

            @Doc("Why: the Application's annotation kubernetes.io/change-cause.") @Nullable
            String cause,

            @Doc("Labels that its containers carry for Domains with labels: true.")
            Map<String, String> routeLabels) {}

    /** What a revision stands for: applications with equal ones want the same revision. */
    public record Fingerprint(
            ContainerTemplate template, @Nullable Instant restartedAt, Map<String, String> routeLabels) {}

    /** What became of the revision. */
    public record Status(
            @Doc("What its image reference stands for; every container of the revision gets just that.") @Nullable
            Image image,

            @Doc("How its last rollout went.") @Nullable Outcome outcome,

            @Doc(
                    "Digest, by a key of the installation, of what it takes from Secrets and ConfigMaps; absent while some of"
                            + " that is missing. When another is found, a new revision with the same template is rolled out.")
            @Nullable
            String configDigest) {

        /** Nothing is known yet. */
        public static final Status NONE = new Status(null, null, null);

        public Status withImage(Image image) {
            return new Status(image, outcome, configDigest);
        }

        public Status withOutcome(Outcome outcome) {
            return new Status(image, outcome, configDigest);
        }

        public Status withConfigDigest(String configDigest) {
            return new Status(image, outcome, configDigest);
        }
    }

    /** An image, resolved once. */
    public record Image(
            @Doc("What containers are created from: name@digest where a digest is known.")
            String reference,

            @Doc("How it was resolved.") Resolution resolution,
            @Doc("The same in a sentence.") String message) {}

    /** Ways to resolve an image reference. */
    public enum Resolution {
        @Doc("To a digest, by the registry or an engine that has pulled it.")
        Resolved,
        @Doc("It has no digest: it was made on an engine and never pushed.")
        Local,
        @Doc("The registry could not be asked; the reference is used as it is.")
        Unresolved
    }

    /** How a rollout went. */
    public record Outcome(
            @Doc("Where it stands.") Application.Rollout.Phase phase,
            @Doc("When it began.") Instant startedAt,

            @Doc("When it ended.") @Nullable Instant finishedAt,
            @Doc("The same in a sentence.") String message) {}
}
