package dev.roadstead.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.status.MergePatch;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Release;
import java.util.List;
import java.util.Objects;

/**
 * What of an Application runs is to run in another one, to the digest. Pure.
 *
 * @param image the reference with its digest
 * @param cause what the target's next Release is said to come from
 */
public record Promotion(String image, String cause, ObjectNode patch) {
    private static final JsonMapper MAPPER = Json.mapper();

    /**
     * Takes the image of the source's present Release into the target, and nothing else.
     *
     * @param releases of the source
     * @param whole whether the rest of its template is taken too
     * @param force whether it may be of a source that is not Ready
     * @throws CliException if there is no such digest, or it would not be used
     */
    public static Promotion of(
            Application source, List<Release> releases, Application target, boolean whole, boolean force) {
        if (!force) {
            requireReady(source);
        }
        Release release = current(source, releases);
        String image = image(source, release);
        if (target.spec().rollback() != null) {
            throw new CliException("%s is held by a rollback and does not use its template; %s ends that"
                    .formatted(target.key(), Verbs.command("undo --end", target)));
        }
        String cause = "promoted from %s, release %d"
                .formatted(source.key(), release.spec().revision());
        ObjectNode patch = PatchOf.same(target.metadata());
        patch.withObject("/metadata/annotations").put(Labels.CHANGE_CAUSE, cause);
        ObjectNode spec = patch.putObject("spec");
        if (whole) {
            spec.set("template", between(target.spec().template(), template(source, release, image)));
        } else {
            spec.putObject("template").put("image", image);
        }
        return new Promotion(image, cause, patch);
    }

    private static ObjectNode between(ContainerTemplate before, ContainerTemplate after) {
        JsonNode old = MAPPER.valueToTree(before);
        return MergePatch.between(old, MAPPER.valueToTree(after));
    }

    private static void requireReady(Application source) {
        Condition ready = source.status() == null
                ? null
                : source.status().conditions().stream()
                        .filter(condition -> condition.type().equals("Ready"))
                        .findFirst()
                        .orElse(null);
        boolean seen = source.status() != null
                && Objects.equals(
                        source.status().observedGeneration(), source.metadata().generation());
        if (!seen || ready == null || ready.status() != Condition.Status.True) {
            throw new CliException("%s is not Ready: %s; wait until it is, or say --force"
                    .formatted(
                            source.key(),
                            !seen || ready == null
                                    ? "the controllers have not seen its last change yet"
                                    : ready.message()));
        }
    }

    /** The last one that was rolled out completely: what is under way has not proved anything. */
    private static Release current(Application source, List<Release> releases) {
        Integer revision = source.status() == null ? null : source.status().currentRelease();
        return releases.stream()
                .filter(release -> Integer.valueOf(release.spec().revision()).equals(revision))
                .findFirst()
                .orElseThrow(() ->
                        new CliException("%s has no release that was rolled out completely".formatted(source.key())));
    }

    private static String image(Application source, Release release) {
        Release.Image image = release.status() == null ? null : release.status().image();
        if (image == null || !image.reference().contains("@sha256:")) {
            throw new CliException(
                    ("release %d of %s has no digest (%s), so nothing says that another node would get the"
                                    + " same; push the image to a registry and use it from there")
                            .formatted(
                                    release.spec().revision(),
                                    source.key(),
                                    image == null ? release.spec().template().image() : image.message()));
        }
        return image.reference();
    }

    /** The source's own: in the Release's are the variables of its environment too. */
    private static ContainerTemplate template(Application source, Release release, String image) {
        boolean used = source.spec().rollback() == null
                && source.status() != null
                && Integer.valueOf(release.spec().revision())
                        .equals(source.status().targetRelease());
        if (!used) {
            throw new CliException(
                    "what runs of %s is not its template now; promote without --template".formatted(source.key()));
        }
        return source.spec().template().withImage(image);
    }
}
