package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Amounts;
import dev.roadstead.model.ContainerTemplate.Limits;
import dev.roadstead.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Processors and memory that containers reserve on a node, or that a node has to give.
 *
 * @param cpuNano billionths of a processor
 * @param memoryBytes bytes
 */
public record Demand(long cpuNano, long memoryBytes) {
    public static final Demand NONE = new Demand(0, 0);

    /** Everything above is as good as this, and a thousand of it can be added up. */
    private static final long MOST = Long.MAX_VALUE / 1_000;

    /** What a container of this template reserves: its request, or else its limit, or else nothing, as in Kubernetes. */
    public static Demand of(ContainerTemplate template) {
        Amounts requests = template.resources().requests();
        Limits limits = template.resources().limits();
        return of(
                requests.cpu() == null ? limits.cpu() : requests.cpu(),
                requests.memory() == null ? limits.memory() : requests.memory());
    }

    /** Absent amounts are zero. */
    public static Demand of(@Nullable Quantity cpu, @Nullable Quantity memory) {
        return new Demand(
                cpu == null ? 0 : Math.min(MOST, cpu.nano()), memory == null ? 0 : Math.min(MOST, memory.value()));
    }

    public Demand plus(Demand other) {
        return new Demand(cpuNano + other.cpuNano, memoryBytes + other.memoryBytes);
    }

    public Demand minus(Demand other) {
        return new Demand(cpuNano - other.cpuNano, memoryBytes - other.memoryBytes);
    }

    /** The larger of both shares of what there is, 0 to 1 unless it is over-committed. */
    double shareOf(Demand all) {
        return Math.max(share(cpuNano, all.cpuNano), share(memoryBytes, all.memoryBytes));
    }

    private static double share(long part, long all) {
        return all <= 0 ? 0 : (double) part / all;
    }
}
