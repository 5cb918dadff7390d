package dev.roadstead.controller.reconcile.container;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.model.Container;

/**
 * An engine's refusal, in words that a user can act on.
 *
 * @param reason one of {@link Reasons}
 */
record Failure(String reason, String message) {
    static Failure of(HostException e, Container container) {
        String said = String.valueOf(e.getMessage());
        String image = container.spec().template().image();
        return switch (e.kind()) {
            case IMAGE_UNAVAILABLE ->
                new Failure(
                        Reasons.IMAGE_PULL_FAILED,
                        "image %s cannot be pulled: %s; check its name and tag, and that the node reaches the registry"
                                .formatted(image, said));
            case PORT_TAKEN ->
                new Failure(
                        Reasons.PORT_TAKEN,
                        "a host port is taken by something else on the node: " + said
                                + "; free it or choose another hostPort");
            case FOREIGN -> new Failure(Reasons.NAME_TAKEN, said + "; rename or remove what is in the way");
            case REFUSED -> new Failure(Reasons.REFUSED, "refused: " + said);
            case START_FAILED -> new Failure(Reasons.START_FAILED, "image " + image + " cannot be started: " + said);
            case UNREACHABLE -> new Failure(Reasons.NODE_UNREACHABLE, said);
            case GONE, ENGINE -> new Failure(Reasons.ENGINE_FAILED, "the engine failed: " + said);
        };
    }
}
