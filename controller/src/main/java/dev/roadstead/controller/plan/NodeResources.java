package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Node.Capacity;
import dev.roadstead.model.Quantity;
import java.util.List;

/** What containers may ask of a node, and what they have asked for. */
final class NodeResources {
    /** For the engine and the system under it, which have nothing else that would protect them. */
    private static final long RESERVED_MEMORY = 100L << 20;

    private NodeResources() {}

    /** All processors, and all memory but 100 MiB, or a tenth of it if that is less. */
    static Capacity allocatable(Capacity capacity) {
        long memory = capacity.memory().value();
        long reserved = Math.min(RESERVED_MEMORY, memory / 10);
        return new Capacity(capacity.cpu(), Quantity.of(String.valueOf(memory - reserved)));
    }

    /** The sum of what these containers reserve: their requests, or else their limits. */
    static Capacity allocated(List<Container> containers) {
        Demand sum = Demand.NONE;
        for (Container container : containers) {
            sum = sum.plus(Demand.of(container.spec().template()));
        }
        return new Capacity(Quantity.of(Amount.cpu(sum.cpuNano())), Quantity.of(Amount.memory(sum.memoryBytes())));
    }
}
