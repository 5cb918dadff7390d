package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Release;

/** How many containers of a release are wanted. */
record Share(Release release, int count) {
    int revision() {
        return release.spec().revision();
    }

    boolean includes(Container container, String owner) {
        return Replicas.belongs(container, revision(), owner);
    }
}
