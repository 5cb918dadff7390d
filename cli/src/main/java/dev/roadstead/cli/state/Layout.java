package dev.roadstead.cli.state;

import java.util.List;
import java.util.Set;

/** What is where in the archive. */
final class Layout {
    /** What the archive is. Its format is 1. */
    static final String ABOUT = "roadstead-state.json";

    static final int FORMAT = 1;

    /** {@code objects/<plural.group>/<namespace>/<name>.json} */
    static final String OBJECTS = "objects/";

    /** In place of the namespace of what has none. No namespace begins so. */
    static final String CLUSTER = "_cluster";

    /** Files of the data folder. */
    static final String FILES = "files/";

    /** Folders of the data folder that clients depend on: without them, every kubeconfig and token would be void. */
    static final List<String> KEPT_FOLDERS = List.of("pki", "tokens");

    /** Stories and claims of the moment, and what is kept elsewhere. */
    static final Set<String> LEFT_OUT =
            Set.of("events", "events.events.k8s.io", "leases.coordination.k8s.io", "auditevents.roadstead.dev");

    private Layout() {}
}
