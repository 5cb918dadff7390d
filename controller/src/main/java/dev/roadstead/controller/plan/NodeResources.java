package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.Resources;
import dev.roadstead.model.Node.Capacity;
import dev.roadstead.model.Quantity;
import java.util.List;

/** What containers may ask of a node, and what they have asked for. */
final class NodeResources {
    /** For the engine and the system under it, which have nothing else that would protect them. */
    private static final long RESERVED_MEMORY = 100L << 20;

    private static final long NANOS_OF_MILLI = 1_000_000;

    private NodeResources() {}

    /** All processors, and all memory but 100 MiB, or a tenth of it if that is less. */
    static Capacity allocatable(Capacity capacity) {
        long memory = capacity.memory().value();
        long reserved = Math.min(RESERVED_MEMORY, memory / 10);
        return new Capacity(capacity.cpu(), Quantity.of(String.valueOf(memory - reserved)));
    }

    /** The sum of what these containers reserve: their requests, or else their limits. */
    static Capacity allocated(List<Container> containers) {
        long nanos = 0;
        long bytes = 0;
        for (Container container : containers) {
            Resources resources = container.spec().template().resources();
            Quantity cpu = resources.requests().cpu() == null
                    ? resources.limits().cpu()
                    : resources.requests().cpu();
            Quantity memory = resources.requests().memory() == null
                    ? resources.limits().memory()
                    : resources.requests().memory();
            nanos += cpu == null ? 0 : cpu.nano();
            bytes += memory == null ? 0 : memory.value();
        }
        long milli = nanos / NANOS_OF_MILLI;
        String cpu = milli % 1000 == 0 ? String.valueOf(milli / 1000) : milli + "m";
        return new Capacity(Quantity.of(cpu), Quantity.of(String.valueOf(bytes)));
    }
}
