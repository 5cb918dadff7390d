package dev.roadstead.controller.loop;

/**
 * A key of a work queue, taken apart.
 *
 * @param namespace empty for cluster-scoped objects
 */
public record Key(String namespace, String name) {
    public static Key parse(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? new Key("", key) : new Key(key.substring(0, slash), key.substring(slash + 1));
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
