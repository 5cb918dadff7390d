package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Quantity;

/**
 * What a container may use of its host.
 *
 * @param memoryBytes always set; swap is set to the same, so that there is none
 * @param nanoCpus 0: unlimited
 * @param pids always set
 */
public record Limits(long memoryBytes, long nanoCpus, int pids) {
    static final long DEFAULT_MEMORY = 512L * 1024 * 1024;
    static final int DEFAULT_PIDS = 512;

    static Limits of(ContainerTemplate template) {
        ContainerTemplate.Limits limits = template.resources().limits();
        Quantity memory = limits.memory();
        Quantity cpu = limits.cpu();
        Integer pids = limits.pids();
        return new Limits(
                memory == null ? DEFAULT_MEMORY : memory.value(),
                cpu == null ? 0 : cpu.nano(),
                pids == null ? DEFAULT_PIDS : pids);
    }
}
