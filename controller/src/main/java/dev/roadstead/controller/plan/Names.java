package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.ObjectMeta;

/** Names that are derived, never chosen: making the same thing twice meets a conflict instead of making two. */
public final class Names {
    private static final String SCRATCH = ".proof";

    private Names() {}

    /** The Release of a revision. */
    public static String release(String application, int revision) {
        return application + "-" + revision;
    }

    /** The Container object in a slot of a release. */
    public static String container(String application, int revision, int ordinal) {
        return application + "-" + revision + "-" + ordinal;
    }

    /** Whether a Container object has the name that its spec gives it: then no other has the same Docker container. */
    static boolean isDerived(Container container) {
        Container.Spec spec = container.spec();
        return container.metadata().name().equals(container(spec.application(), spec.release(), spec.ordinal()));
    }

    /** The Docker container of a Container object. Namespaces and applications hold no dot, so no two share one. */
    public static String docker(Container container) {
        Container.Spec spec = container.spec();
        return "%s.%s.%d.%d".formatted(namespace(container), spec.application(), spec.release(), spec.ordinal());
    }

    /** The Docker network of a namespace; prefixed, because Docker keeps names such as {@code default} for itself. */
    public static String network(String namespace) {
        return "roadstead." + namespace;
    }

    /** The first Docker volume of a Volume. */
    public static String dockerVolume(String namespace, String volume) {
        return namespace + "." + volume;
    }

    /** A later one, which takes the place of an earlier one when it is full; {@code number} from 2. */
    public static String dockerVolume(String namespace, String volume, int number) {
        return dockerVolume(namespace, volume) + "." + number;
    }

    /** The Docker volume that backups of a Volume are restored into on trial. Names of Volumes hold no dot. */
    public static String scratchVolume(String namespace, String volume) {
        return dockerVolume(namespace, volume) + SCRATCH;
    }

    /** Whether it has the name of one that is removed after each trial. */
    static boolean isScratchVolume(String dockerVolume) {
        return dockerVolume.endsWith(SCRATCH);
    }

    /** Stands for an application in the name of the container that looks at what was restored of a Volume on trial. */
    public static String check(String volume) {
        return volume + SCRATCH;
    }

    /** The Container that is drawn up for it. */
    public static String checkContainer(String volume) {
        return container(check(volume), 1, 0);
    }

    /** The namespace that a Container object is in. */
    public static String namespace(Container container) {
        ObjectMeta metadata = container.metadata();
        if (metadata.namespace() == null) {
            throw new IllegalArgumentException("Container " + metadata.name() + " has no namespace");
        }
        return metadata.namespace();
    }
}
