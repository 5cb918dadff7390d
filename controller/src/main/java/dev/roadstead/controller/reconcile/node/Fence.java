package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.ActionRunner;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.HostAction;
import java.util.function.BooleanSupplier;

/**
 * Lets an engine be changed only while this server owns its node: who was frozen in the middle of a pass must not go on
 * where he was. Also notices when the disk is full, which an engine says only when something fails.
 *
 * @param owned asked before every effect; must not block
 * @param onSpaceRanOut called when an effect failed for want of disk space
 */
record Fence(ActionRunner engine, BooleanSupplier owned, Runnable onSpaceRanOut) implements ActionRunner {
    /** The kernel's words for ENOSPC, which engines pass on in all kinds of failures. */
    private static final String NO_SPACE = "no space left on device";

    @Override
    public void run(HostAction action, PullListener listener) {
        if (!owned.getAsBoolean()) {
            throw new HostException(Kind.UNREACHABLE, "not done: this server does not own the node now", null);
        }
        try {
            engine.run(action, listener);
        } catch (HostException e) {
            if (String.valueOf(e.getMessage()).contains(NO_SPACE)) {
                onSpaceRanOut.run();
            }
            throw e;
        }
    }
}
