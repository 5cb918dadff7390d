package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.Release.Image;
import dev.roadstead.model.Release.Resolution;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides what the image reference of a Release stands for, once: a tag may move, and the containers of one Release must
 * not differ. What engines have comes before the registry where the pull policy puts it first.
 */
public final class ImageResolution {
    private final ContainerTemplate template;
    private final ImageReference reference;
    private final Map<String, EngineImage> engines;

    /** @param engines the image on each engine that has it, by node */
    public ImageResolution(ContainerTemplate template, Map<String, EngineImage> engines) {
        this.template = template;
        this.reference = ImageReference.parse(template.image());
        this.engines = new TreeMap<>(engines);
    }

    /** Whether the reference alone decides. */
    public static boolean isPinned(ContainerTemplate template) {
        return ImageReference.parse(template.image()).digest() != null;
    }

    /** What it is without the registry's word; empty when the registry is to be asked. */
    public Optional<Image> known() {
        if (reference.digest() != null) {
            return Optional.of(resolved(reference.digest(), "The image is given by its digest"));
        }
        if (template.imagePullPolicy() == PullPolicy.Never) {
            return Optional.of(local("The image is never pulled; each engine uses what it has by this name"));
        }
        if (template.imagePullPolicy() == PullPolicy.Always || engines.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Long> digests = digests();
        if (digests.isEmpty()) {
            return Optional.of(local("The image was made on an engine and never pushed to a registry"));
        }
        return digests.size() == 1
                ? Optional.of(resolved(
                        digests.keySet().iterator().next(),
                        "Node " + engines.keySet().iterator().next() + " has the image already"))
                : Optional.empty();
    }

    /** What it is by the registry's word. */
    public Image answered(String digest) {
        return resolved(digest, "Registry " + reference.registry() + " was asked");
    }

    /** What it is when the registry cannot be asked or has no answer. */
    public Image unanswered(String why) {
        Map<String, Long> digests = digests();
        if (template.imagePullPolicy() == PullPolicy.Always || digests.isEmpty()) {
            return new Image(
                    template.image(),
                    Resolution.Unresolved,
                    "The reference is used as it is, so containers may get different images: " + why);
        }
        String most = digests.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow()
                .getKey();
        return resolved(most, "The engines have different images by this name; this is the one that most have. " + why);
    }

    private Image resolved(String digest, String message) {
        return new Image(reference.pinned(digest), Resolution.Resolved, message);
    }

    private Image local(String message) {
        Map<String, List<String>> nodes = engines.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getValue().id(),
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        String differing = nodes.size() < 2
                ? ""
                : ". Different images have this name: "
                        + nodes.entrySet().stream()
                                .map(entry -> shortened(entry.getKey()) + " on " + String.join(", ", entry.getValue()))
                                .collect(Collectors.joining("; "));
        return new Image(template.image(), Resolution.Local, message + differing);
    }

    private static String shortened(String id) {
        String hex = id.substring(id.indexOf(':') + 1);
        return hex.substring(0, Math.min(12, hex.length()));
    }

    /** How many engines have the image by which digest of the repository that is asked for. */
    private Map<String, Long> digests() {
        return engines.values().stream()
                .flatMap(image -> image.repoDigests().stream()
                        .map(ImageReference::parse)
                        .filter(reference::sameRepository)
                        .map(found -> String.valueOf(found.digest()))
                        .sorted()
                        .limit(1))
                .collect(Collectors.groupingBy(digest -> digest, TreeMap::new, Collectors.counting()));
    }
}
