package dev.roadstead.apiserver.store;

import java.util.List;

/**
 * All objects as of one revision.
 *
 * @param revision at least the revision of every object, and of every deletion that the snapshot reflects
 */
public record Snapshot(long revision, List<StoredObject> objects) {}
