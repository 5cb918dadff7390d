package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Inherited;
import dev.roadstead.controller.plan.NodeFields;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Node;
import dev.roadstead.model.Project;
import dev.roadstead.model.Release;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceQuota;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which Applications a change concerns. */
public final class ApplicationTriggers {
    private final Lister<Application> applications;

    /** They are indexed by "namespace". */
    public ApplicationTriggers(Lister<Application> applications) {
        this.applications = applications;
    }

    public Set<String> application(@Nullable Application before, @Nullable Application after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    public Set<String> release(@Nullable Release before, @Nullable Release after) {
        Release release = Changes.either(before, after);
        return Set.of(release.metadata().namespace() + "/" + release.spec().application());
    }

    /** Its own application; and when it is gone, those that waited for its place. */
    public Set<String> container(@Nullable Container before, @Nullable Container after) {
        Container container = Changes.either(before, after);
        Set<String> keys = new LinkedHashSet<>();
        keys.add(container.metadata().namespace() + "/" + container.spec().application());
        if (after == null) {
            keys.addAll(unplaced());
        }
        return keys;
    }

    /** Applications that wait for a place, and those that want one on each node, when a node may have become one. */
    public Set<String> node(@Nullable Node before, @Nullable Node after) {
        boolean other = Changes.beyondStatus(before, after)
                || Changes.condition(before, after, "Ready")
                || Changes.condition(before, after, "DiskPressure")
                || !retained(before).equals(retained(after))
                || !NodeFields.edgeToken(before).equals(NodeFields.edgeToken(after));
        if (!other) {
            return Set.of();
        }
        Set<String> keys = unplaced();
        applications.all().stream()
                .filter(application -> application.spec().mode() == Application.Mode.Global)
                .forEach(application -> keys.add(application.key()));
        return keys;
    }

    /** Empty while it is not known. */
    private static Optional<Node.Retained> retained(@Nullable Node node) {
        return Optional.ofNullable(node).map(Node::status).map(Node.Status::retained);
    }

    /** Applications of its namespace that wait, when there may be more room. */
    public Set<String> quota(@Nullable ResourceQuota before, @Nullable ResourceQuota after) {
        if (!Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        String prefix = Changes.either(before, after).metadata().namespace() + "/";
        Set<String> keys = unplaced();
        keys.removeIf(key -> !key.startsWith(prefix));
        return keys;
    }

    /** Applications that wait, when limits of an Organization or a Plan may have changed. */
    public Set<String> limits(@Nullable Resource before, @Nullable Resource after) {
        return Changes.beyondStatus(before, after) ? unplaced() : Set.of();
    }

    /** All that are in it, when it is suspended or no longer, or they come to inherit from another Project. */
    public Set<String> namespace(@Nullable Namespace before, @Nullable Namespace after) {
        boolean same = Inherited.suspended(before) == Inherited.suspended(after)
                && Inherited.project(before).equals(Inherited.project(after));
        return same ? Set.of() : in(Set.of(Changes.either(before, after).key()));
    }

    /** All in its namespaces, when they inherit something else from it. */
    public Set<String> project(Collection<Namespace> namespaces, @Nullable Project before, @Nullable Project after) {
        if (!Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        String key = Changes.either(before, after).key();
        return in(namespaces.stream()
                .filter(namespace ->
                        Inherited.project(namespace).filter(key::equals).isPresent())
                .map(Namespace::key)
                .collect(Collectors.toSet()));
    }

    private Set<String> in(Set<String> namespaces) {
        return namespaces.stream()
                .flatMap(namespace -> applications.byIndex("namespace", namespace).stream())
                .map(Application::key)
                .collect(Collectors.toSet());
    }

    /** Those whose containers carry labels for it, or did: its status says whether they may. */
    public static Set<String> domain(@Nullable Domain before, @Nullable Domain after) {
        return Stream.of(Optional.ofNullable(before), Optional.ofNullable(after))
                .flatMap(Optional::stream)
                .filter(domain -> domain.spec().labels())
                .map(domain -> Backend.of(domain).applicationKey())
                .collect(Collectors.toSet());
    }

    private Set<String> unplaced() {
        Set<String> keys = new LinkedHashSet<>();
        for (Application application : applications.all()) {
            Application.Status status = application.status();
            Condition degraded = status == null ? null : Conditions.find(status.conditions(), "Degraded");
            if (degraded != null && degraded.reason().equals(Reasons.UNSCHEDULABLE)) {
                keys.add(application.key());
            }
        }
        return keys;
    }
}
