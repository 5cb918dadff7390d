package dev.roadstead.controller.reconcile.container;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Reasons;

/**
 * An engine's refusal, in words that a user can act on.
 *
 * @param reason one of {@link Reasons}
 */
record Failure(String reason, String message) {
    static Failure of(HostException e) {
        String said = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case IMAGE_UNAVAILABLE ->
                new Failure(
                        Reasons.IMAGE_PULL_FAILED,
                        said + "; check its name and tag, and that the node reaches the registry");
            case PORT_TAKEN -> new Failure(Reasons.PORT_TAKEN, said + "; free it, or choose another hostPort");
            case FOREIGN -> new Failure(Reasons.NAME_TAKEN, said);
            case REFUSED -> new Failure(Reasons.REFUSED, said);
            case START_FAILED -> new Failure(Reasons.START_FAILED, said);
            case UNREACHABLE, BARRED -> new Failure(Reasons.NODE_UNREACHABLE, said);
            case GONE, ENGINE -> new Failure(Reasons.ENGINE_FAILED, said);
        };
    }
}
