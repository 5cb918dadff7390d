package dev.roadstead.controller.lease;

import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** coordination.k8s.io/v1 Lease, as a server keeps one while it is alive. */
public record Lease(ObjectMeta metadata, Spec spec) implements Resource {
    static final ResourceType<Lease> TYPE =
            new ResourceType<>("coordination.k8s.io", "v1", "Lease", "leases", true, Lease.class);

    /** Marks the Leases of servers among others. */
    static final String LABEL = "roadstead.dev/server";

    /** The tokens of the servers that its holder knows to be alive, by commas. */
    static final String KNOWS = "roadstead.dev/knows";

    /**
     * The claim.
     *
     * @param renewTime by the holder's clock, which nobody else compares with his: only that it changes counts
     * @param leaseTransitions grows whenever the holder lost its claim and starts anew
     */
    public record Spec(
            @Nullable String holderIdentity,
            @Nullable Integer leaseDurationSeconds,
            @Nullable String acquireTime,
            @Nullable String renewTime,
            @Nullable Integer leaseTransitions) {}

    String name() {
        return metadata.name();
    }

    /** One life of a holder, in which it never lost its claim. */
    String token() {
        return metadata.requireUid() + "." + (spec.leaseTransitions() == null ? 0 : spec.leaseTransitions());
    }

    Set<String> knows() {
        return Set.of(metadata.annotations().getOrDefault(KNOWS, "").split(","));
    }

    boolean isServers() {
        return metadata.labels().containsKey(LABEL);
    }
}
