package dev.roadstead.apiserver.store;

/**
 * Names one object.
 *
 * @param resource plural and group, {@code applications.roadstead.dev}; the plural alone for the core group
 * @param namespace the empty string for cluster-scoped resources
 * @param name the object's name
 */
public record ObjectKey(String resource, String namespace, String name) implements Comparable<ObjectKey> {
    @Override
    public int compareTo(ObjectKey other) {
        int byResource = resource.compareTo(other.resource);
        if (byResource != 0) {
            return byResource;
        }
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? resource + "/" + name : resource + "/" + namespace + "/" + name;
    }
}
