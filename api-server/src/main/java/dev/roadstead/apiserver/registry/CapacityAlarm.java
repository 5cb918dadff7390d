package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.registry.Room.Level;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when the memory for objects gets scarce, once for each crossing. Called by one thread at a time. */
public final class CapacityAlarm implements LongConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CapacityAlarm.class);

    private final Room room;
    private volatile Level level = Level.CALM;

    public CapacityAlarm(Room room) {
        this.room = room;
    }

    /** Takes note of what all objects take now, in bytes. */
    @Override
    public void accept(long held) {
        Level before = level;
        Level now = room.level(held, before);
        if (now == before) {
            return;
        }
        level = now;
        String sizes = Capacity.size(held) + " of " + Capacity.size(room.limit());
        switch (now) {
            case FULL ->
                LOG.error(
                        "The memory for objects is full: {}. Creations and growth are refused with 507 until objects are"
                                + " deleted, or the server is started with more memory or another --object-memory",
                        sizes);
            case NEARLY_FULL -> {
                if (before == Level.CALM) {
                    LOG.warn(
                            "The memory for objects is nearly full: {}. When it is, creations are refused: delete"
                                    + " objects, or start the server with more memory or another --object-memory",
                            sizes);
                } else {
                    LOG.info("There is room for objects again: {}", sizes);
                }
            }
            case CALM -> LOG.info("There is enough memory for objects again: {}", sizes);
        }
    }
}
