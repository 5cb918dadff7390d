package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a change of an Application would come to: the planner's own decisions, {@linkplain Rehearsal played through} on
 * values.
 *
 * @param fates what becomes of each container, by name
 * @param leastServing how many containers take requests at any time, at least, if nothing fails
 * @param end where the rollout stands when there is nothing more to do
 * @param trouble why it would not end well; null if it would
 */
public record Forecast(
        List<Fate> fates,
        long leastServing,
        Rollout end,
        @Nullable String trouble) {

    /** What becomes of a container. */
    public enum Effect {
        /** Nothing. */
        IN_PLACE,
        /** It gives way to a new one. */
        RECREATE,
        /** It is new. */
        NEW,
        /** It takes a running Docker container over, as it is, if that is what the template says. */
        ADOPT,
        /** It stops, and nothing takes its place. */
        STOP,
        /** It was stopped and starts again. */
        START
    }

    /**
     * What becomes of one container.
     *
     * @param becomes the new one that takes its place; null if none does
     * @param downtime whether fewer containers serve meanwhile than before and than are wanted
     * @param dataRisk what could be missed; null if nothing
     */
    public record Fate(
            String container,
            Effect effect,
            @Nullable String becomes,
            String node,
            boolean downtime,
            @Nullable String dataRisk) {}

    /**
     * Of an Application's change.
     *
     * @param now what there is
     * @param wanted the Application as it would be, with the status that it has
     */
    public static Forecast of(ApplicationSnapshot now, Application wanted) {
        Rehearsal rehearsal = new Rehearsal(now, wanted);
        rehearsal.run();
        Application.Status status = Objects.requireNonNull(rehearsal.status(), "a pass always leaves a status");
        Condition degraded = Conditions.find(status.conditions(), "Degraded");
        return new Forecast(
                fates(now, rehearsal),
                rehearsal.leastServing(),
                Objects.requireNonNull(status.rollout(), "a status is never made without one"),
                degraded == null || degraded.status() != Condition.Status.True ? null : degraded.message());
    }

    /** Whether any container is touched. */
    public boolean changesAnything() {
        return fates.stream().anyMatch(fate -> fate.effect() != Effect.IN_PLACE);
    }

    private static List<Fate> fates(ApplicationSnapshot now, Rehearsal rehearsal) {
        Map<String, Container> after = rehearsal.containers();
        List<Container> before = now.containers().stream()
                .filter(container -> !container.metadata().deleting())
                .sorted(Comparator.comparing(Container::key))
                .toList();
        List<Container> made = new ArrayList<>(after.values().stream()
                .filter(container -> before.stream().noneMatch(old -> old.key().equals(container.key())))
                .toList());
        List<Fate> fates = new ArrayList<>();
        for (Container old : before) {
            Container kept = after.get(old.key());
            boolean downtime = rehearsal.costly().contains(old.key());
            if (kept != null) {
                fates.add(fate(old, effect(old, kept), null, downtime));
                continue;
            }
            Container successor = successor(old, made);
            made.remove(successor);
            fates.add(fate(old, successor == null ? Effect.STOP : Effect.RECREATE, successor, downtime));
        }
        made.forEach(container ->
                fates.add(fate(container, container.spec().adopts() == null ? Effect.NEW : Effect.ADOPT, null, false)));
        return List.copyOf(fates);
    }

    private static Effect effect(Container old, Container kept) {
        if (old.spec().desiredState() == kept.spec().desiredState()) {
            return Effect.IN_PLACE;
        }
        return kept.spec().desiredState() == DesiredState.Stopped ? Effect.STOP : Effect.START;
    }

    private static @Nullable Container successor(Container old, List<Container> made) {
        return made.stream()
                .filter(container ->
                        container.spec().nodeName().equals(old.spec().nodeName()))
                .findFirst()
                .or(() -> made.stream().findFirst())
                .orElse(null);
    }

    private static Fate fate(Container container, Effect effect, @Nullable Container successor, boolean downtime) {
        String node = container.spec().nodeName();
        boolean leaves = effect == Effect.RECREATE
                && successor != null
                && !successor.spec().nodeName().equals(node);
        return new Fate(
                container.metadata().name(),
                effect,
                successor == null ? null : successor.metadata().name(),
                successor == null ? node : successor.spec().nodeName(),
                downtime,
                dataRisk(container, successor, leaves || effect == Effect.STOP));
    }

    private static @Nullable String dataRisk(Container container, @Nullable Container successor, boolean goes) {
        String node = container.spec().nodeName();
        Set<String> dropped = new TreeSet<>(VolumeMounts.names(container.spec().template()));
        if (successor != null) {
            dropped.removeAll(VolumeMounts.names(successor.spec().template()));
        }
        if (successor != null && !dropped.isEmpty()) {
            return "it is without volume %s, whose data stays on node %s".formatted(String.join(", ", dropped), node);
        }
        boolean paths = container.spec().template().volumes().stream().anyMatch(mount -> mount.hostPath() != null);
        if (goes && paths) {
            return "its host paths stay on node " + node;
        }
        return goes && !dropped.isEmpty()
                ? "the data of volume %s stays on node %s".formatted(String.join(", ", dropped), node)
                : null;
    }
}
