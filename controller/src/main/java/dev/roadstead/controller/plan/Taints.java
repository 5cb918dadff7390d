package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Toleration;
import dev.roadstead.model.Application.Toleration.Operator;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Effect;
import dev.roadstead.model.Node.Taint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which taints of a node matter to a container.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints and tolerations</a>
 */
public final class Taints {
    private Taints() {}

    /** The node's taints with one of these effects that the placement does not tolerate; null tolerates nothing. */
    public static List<Taint> untolerated(Node node, @Nullable Placement placement, List<Effect> effects) {
        List<Taint> taints = node.spec().taints();
        if (taints.isEmpty()) {
            return taints;
        }
        List<Toleration> tolerations = placement == null ? List.of() : placement.tolerations();
        return taints.stream()
                .filter(taint -> effects.contains(taint.effect()))
                .filter(taint -> tolerations.stream().noneMatch(toleration -> tolerates(toleration, taint)))
                .toList();
    }

    /**
     * Whether a placement stays on a node that is drained, and may be placed there. That it tolerates whatever taint there is
     * does not mean that: it was said of taints.
     */
    public static boolean stay(@Nullable Placement placement) {
        return placement != null
                && placement.tolerations().stream()
                        .anyMatch(it -> Labels.DRAIN.equals(it.key())
                                && it.operator() == Operator.Exists
                                && (it.effect() == null || it.effect() == Effect.NoExecute));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        if (toleration.effect() != null && toleration.effect() != taint.effect()) {
            return false;
        }
        if (toleration.key() != null && !toleration.key().equals(taint.key())) {
            return false;
        }
        return toleration.operator() == Operator.Exists
                || value(toleration.value()).equals(value(taint.value()));
    }

    /** As people write it: {@code gpu=yes:NoSchedule}. */
    static String describe(Taint taint) {
        String value = value(taint.value());
        return taint.key() + (value.isEmpty() ? "" : "=" + value) + ":" + taint.effect();
    }

    private static String value(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
