package dev.roadstead.controller.plan;

import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the containers of a namespace may do on their hosts; its label {@link Labels#POLICY} says which. */
public enum PolicyLevel {
    /** Everything that a template can say. */
    PRIVILEGED,
    /** Nothing of the host. */
    BASELINE,
    /** Nothing of the host, no root, no capabilities but binding low ports. */
    RESTRICTED;

    /** Baseline without the label; restricted when the label says something that nobody knows, to be on the safe side. */
    public static PolicyLevel of(@Nullable Namespace namespace) {
        String label = namespace == null ? null : namespace.metadata().labels().get(Labels.POLICY);
        return switch (label) {
            case null -> BASELINE;
            case "privileged" -> PRIVILEGED;
            case "baseline" -> BASELINE;
            default -> RESTRICTED;
        };
    }

    /** As the label says it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
