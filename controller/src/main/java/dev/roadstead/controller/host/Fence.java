package dev.roadstead.controller.host;

import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.HostAction;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Lets an engine be changed only while this server owns what it is changed for, its node as a rule: who was frozen in the
 * middle of a pass must not go on where he was. Also notices when the disk is full, which an engine says only when
 * something fails.
 *
 * @param owned asked before every effect; must not block
 * @param onSpaceRanOut called when an effect failed for want of disk space
 */
public record Fence(Host engine, BooleanSupplier owned, Runnable onSpaceRanOut) implements ActionRunner, VolumeFiller {
    /** The kernel's words for ENOSPC, which engines pass on in all kinds of failures. */
    private static final String NO_SPACE = "no space left on device";

    @Override
    public void run(HostAction action, PullListener listener) {
        requireOwned();
        try {
            engine.run(action, listener);
        } catch (HostException e) {
            throw noted(e);
        }
    }

    @Override
    public void fillVolume(String name, String installation, InputStream tar) throws IOException {
        requireOwned();
        try {
            engine.fillVolume(name, installation, new FencedStream(tar));
        } catch (HostException e) {
            throw noted(e);
        }
    }

    private void requireOwned() {
        if (!owned.getAsBoolean()) {
            throw new HostException(Kind.UNREACHABLE, "not done: this server does not own the node now", null);
        }
    }

    private HostException noted(HostException e) {
        if (String.valueOf(e.getMessage()).contains(NO_SPACE)) {
            onSpaceRanOut.run();
        }
        return e;
    }

    /** A fill takes long: it ends where the ownership does, and the engine sees an archive that is cut short. */
    private final class FencedStream extends FilterInputStream {
        FencedStream(InputStream tar) {
            super(tar);
        }

        @Override
        public int read() throws IOException {
            requireStillOwned();
            return super.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            requireStillOwned();
            return super.read(into, offset, length);
        }

        private void requireStillOwned() throws IOException {
            if (!owned.getAsBoolean()) {
                throw new IOException("ended in the middle: this server does not own the node any more");
            }
        }
    }
}
