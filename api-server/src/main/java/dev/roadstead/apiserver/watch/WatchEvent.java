package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;

/**
 * One change as one watcher sees it through its filter.
 *
 * @param type {@code DELETED} also when the object lives on but no longer matches
 * @param object the state after the change; for a deletion the last state with the deletion's revision
 */
public record WatchEvent(Change.Type type, CachedObject object) {}
