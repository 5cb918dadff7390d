package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Tree;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Copies a volume of one engine into one of another, and compares them. */
public final class Move {
    private static final String DIFFERS = "What arrived is not what was sent";

    private final VolumeContent source;
    private final Filling target;
    private final FreshVolumes fresh;
    private final Steps steps;

    /** Makes the Docker volumes that are filled. */
    @FunctionalInterface
    public interface FreshVolumes {
        /** Makes it empty: one of its name that is there is an attempt that was cut short, and goes. */
        void make(String dockerVolume);
    }

    public Move(VolumeContent source, Filling target, FreshVolumes fresh, Steps steps) {
        this.source = source;
        this.target = target;
        this.fresh = fresh;
        this.steps = steps;
    }

    /**
     * Copies what is there now, while it may change.
     *
     * @return what was copied
     */
    public MemberTable ahead(String dockerVolume) throws IOException, InterruptedException {
        fresh.make(dockerVolume);
        MemberTable copied = new MemberTable(null);
        target.fill(dockerVolume, (tar, progress) -> source.copyTo(tar, copied, progress), steps.filling());
        return copied;
    }

    /**
     * Copies all of it, or what is new when some was copied ahead, and compares. Nothing in the source may change
     * meanwhile.
     *
     * @throws DifferentTreeException when the target did not come to have what the source has
     */
    public Tree rest(String dockerVolume, @Nullable MemberTable ahead) throws IOException, InterruptedException {
        if (ahead != null) {
            MemberTable now = new MemberTable(ahead);
            Tree wanted = source.survey(now, steps.filling());
            if (now.growsFromBefore()) {
                if (!now.isAsBefore()) {
                    target.fill(dockerVolume, source.changed(now), steps.filling());
                }
                if (target.measure(dockerVolume, steps.comparing()).hash().equals(wanted.hash())) {
                    return wanted;
                }
            }
        }
        return all(dockerVolume);
    }

    private Tree all(String dockerVolume) throws IOException, InterruptedException {
        fresh.make(dockerVolume);
        Tree sent = target.fill(dockerVolume, source, steps.filling());
        DifferentTreeException.requireSame(DIFFERS, sent, target.measure(dockerVolume, steps.comparing()));
        return sent;
    }
}
