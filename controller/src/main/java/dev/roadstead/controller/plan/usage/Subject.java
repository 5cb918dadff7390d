package dev.roadstead.controller.plan.usage;

import dev.roadstead.model.Container;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;

/** What a report has a row for. */
public record Subject(String namespace, String kind, String name) {
    /** What comes when there is no room for more rows. */
    static final Subject OTHERS = new Subject("*", "Other", "*");

    /** Counts in the totals only. */
    static final Subject WHOLE = new Subject("", "", "");

    /** The Application of a Container. */
    public static Subject of(Container container) {
        return new Subject(
                namespace(container.metadata()),
                ResourceType.APPLICATION.kind(),
                container.spec().application());
    }

    static Subject volume(ObjectMeta metadata, String name) {
        return new Subject(namespace(metadata), ResourceType.VOLUME.kind(), name);
    }

    private static String namespace(ObjectMeta metadata) {
        return String.valueOf(metadata.namespace());
    }
}
