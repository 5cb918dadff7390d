package dev.roadstead.controller.app;

import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.LruMap;
import java.util.Map;

/**
 * Has the Containers of a release refer to one template, instead of an equal one each: most of what a Container takes in
 * memory is that. Used by one thread.
 */
final class SharedTemplates {
    /** Releases whose template is known; of more than these, those that were not met for longest are forgotten. */
    private static final int REMEMBERED = 10_000;

    private final Map<String, ContainerTemplate> byRelease = new LruMap<>(REMEMBERED);

    Container share(Container container) {
        Container.Spec spec = container.spec();
        String release = container.metadata().namespace() + "/" + spec.application() + "/" + spec.release();
        ContainerTemplate known = byRelease.get(release);
        if (known == null || !known.equals(spec.template())) {
            byRelease.put(release, spec.template());
            return container;
        }
        return new Container(container.metadata(), spec.withTemplate(known), container.status());
    }
}
