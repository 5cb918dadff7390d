package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Amounts;
import dev.roadstead.model.Quantity;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a ResourceQuota can limit of containers, by Kubernetes' names; all else is counted by the API server. Processors are
 * counted in billionths, memory in bytes.
 */
public enum QuotaItem {
    REQUESTS_CPU("requests.cpu", true),
    REQUESTS_MEMORY("requests.memory", false),
    LIMITS_CPU("limits.cpu", true),
    LIMITS_MEMORY("limits.memory", false),
    LIMITS_PIDS("limits.pids", false),
    CONTAINERS("count/containers.roadstead.dev", false);

    private final String key;
    private final boolean processors;

    QuotaItem(String key, boolean processors) {
        this.key = key;
        this.processors = processors;
    }

    static Optional<QuotaItem> of(String key) {
        return Arrays.stream(values()).filter(item -> item.key.equals(key)).findFirst();
    }

    public String key() {
        return key;
    }

    long amount(Quantity quantity) {
        Demand demand = processors ? Demand.of(quantity, null) : Demand.of(null, quantity);
        return processors ? demand.cpuNano() : demand.memoryBytes();
    }

    /** What one container of this template takes; empty if the template must say it and does not. */
    OptionalLong taken(ContainerTemplate template) {
        Amounts requests = template.resources().requests();
        ContainerTemplate.Limits limits = template.resources().limits();
        return switch (this) {
            case REQUESTS_CPU -> of(requests.cpu() == null ? limits.cpu() : requests.cpu());
            case REQUESTS_MEMORY -> of(requests.memory() == null ? limits.memory() : requests.memory());
            case LIMITS_CPU -> of(limits.cpu());
            // What the engine enforces where a template says nothing.
            case LIMITS_MEMORY ->
                limits.memory() == null ? OptionalLong.of(Limits.DEFAULT_MEMORY) : of(limits.memory());
            case LIMITS_PIDS -> OptionalLong.of(limits.pids() == null ? Limits.DEFAULT_PIDS : limits.pids());
            case CONTAINERS -> OptionalLong.of(1);
        };
    }

    private OptionalLong of(@Nullable Quantity quantity) {
        return quantity == null ? OptionalLong.empty() : OptionalLong.of(amount(quantity));
    }

    /** {@code key=amount}. */
    String describe(long amount) {
        return key + "=" + text(amount);
    }

    String text(long amount) {
        return switch (this) {
            case REQUESTS_CPU, LIMITS_CPU -> Amount.cpu(amount);
            case REQUESTS_MEMORY, LIMITS_MEMORY -> Amount.memory(amount);
            case LIMITS_PIDS, CONTAINERS -> String.valueOf(amount);
        };
    }
}
