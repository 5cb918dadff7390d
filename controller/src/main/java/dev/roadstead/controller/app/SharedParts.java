package dev.roadstead.controller.app;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.LruMap;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has Containers refer to the same parts instead of equal ones: those of a release to one template and owner, and each to
 * what was known of it before. That is most of what a Container takes in memory. Used by one thread.
 */
final class SharedParts {
    /** Releases whose parts are known; of more than these, those that were not met for longest are forgotten. */
    private static final int REMEMBERED = 10_000;

    private final Map<String, Parts> byRelease = new LruMap<>(REMEMBERED);

    /** What the Containers of a release mostly have in common. */
    private record Parts(
            ContainerTemplate template,
            Map<String, String> routeLabels,
            List<String> finalizers,
            List<OwnerReference> owners) {
        /** Equal, and made of what {@code known} has, as far as that is equal. */
        Parts outOf(Parts known) {
            return new Parts(
                    either(known.template, template),
                    either(known.routeLabels, routeLabels),
                    either(known.finalizers, finalizers),
                    either(known.owners, owners));
        }
    }

    Container share(@Nullable Container before, Container read) {
        Parts parts = parts(read);
        return new Container(
                metadata(before == null ? null : before.metadata(), read.metadata(), parts),
                spec(before == null ? null : before.spec(), read.spec(), parts),
                status(before == null ? null : before.status(), read.status()));
    }

    private Parts parts(Container read) {
        Container.Spec spec = read.spec();
        ObjectMeta metadata = read.metadata();
        Parts own = new Parts(
                spec.template(),
                Map.copyOf(spec.routeLabels()),
                List.copyOf(metadata.finalizers()),
                List.copyOf(metadata.ownerReferences()));
        String release = metadata.namespace() + "/" + spec.application() + "/" + spec.release();
        return byRelease.merge(release, own, (known, now) -> now.outOf(known));
    }

    private static ObjectMeta metadata(@Nullable ObjectMeta before, ObjectMeta read, Parts parts) {
        return new ObjectMeta(
                before == null ? read.name() : either(before.name(), read.name()),
                intern(read.namespace()),
                before == null ? read.uid() : either(before.requireUid(), read.requireUid()),
                read.resourceVersion(),
                read.generation(),
                read.creationTimestamp(),
                read.deletionTimestamp(),
                before == null ? interned(read.labels()) : either(before.labels(), interned(read.labels())),
                Map.copyOf(read.annotations()),
                parts.finalizers(),
                parts.owners());
    }

    private static Container.Spec spec(Container.@Nullable Spec before, Container.Spec read, Parts parts) {
        if (before != null && before.equals(read)) {
            return before;
        }
        return new Container.Spec(
                read.application().intern(),
                read.release(),
                read.ordinal(),
                read.nodeName().intern(),
                read.desiredState(),
                parts.template(),
                read.drain(),
                read.routed(),
                read.quiesce(),
                parts.routeLabels(),
                read.adopts());
    }

    private static Container.@Nullable Status status(
            Container.@Nullable Status before, Container.@Nullable Status read) {
        if (read == null) {
            return null;
        }
        String known = before == null ? null : before.containerID();
        return new Container.Status(
                read.observedGeneration(),
                known != null && known.equals(read.containerID()) ? known : read.containerID(),
                read.state(),
                read.health(),
                read.exitCode(),
                read.restarts(),
                read.ip(),
                List.copyOf(read.ports()),
                read.startedAt(),
                read.readySince(),
                read.lastTermination(),
                read.conditions().stream().map(SharedParts::interned).toList(),
                read.adopted());
    }

    private static Condition interned(Condition read) {
        return new Condition(
                read.type().intern(),
                read.status(),
                read.observedGeneration(),
                read.lastTransitionTime(),
                read.reason().intern(),
                read.message());
    }

    private static Map<String, String> interned(Map<String, String> read) {
        Map<String, String> interned = new HashMap<>();
        read.forEach((key, value) -> interned.put(key, value.intern()));
        return Map.copyOf(interned);
    }

    private static @Nullable String intern(@Nullable String text) {
        return text == null ? null : text.intern();
    }

    /** The known one if they are equal, else the one that was read. */
    private static <T> T either(T known, T read) {
        return Objects.equals(known, read) ? known : read;
    }
}
