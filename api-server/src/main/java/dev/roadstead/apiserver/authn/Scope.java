package dev.roadstead.apiserver.authn;

import java.util.List;

/**
 * What an API key may do of what its owner may do. Whoever has a scope acts with a key, and is not allowed to write keys.
 *
 * @param entries one of them must allow a request; empty: all that the owner may
 */
public record Scope(List<Entry> entries) {
    /** Everything but writing keys. */
    public static final Scope ALL = new Scope(List.of());

    public Scope {
        entries = List.copyOf(entries);
    }

    /**
     * What one entry allows; {@code *} stands for all.
     *
     * @param namespaces empty: everywhere
     * @param verbs of Kubernetes
     * @param apiGroups empty: all
     * @param resources plurals, {@code plural/subresource}; empty: all
     */
    public record Entry(List<String> namespaces, List<String> verbs, List<String> apiGroups, List<String> resources) {
        public Entry {
            namespaces = List.copyOf(namespaces);
            verbs = List.copyOf(verbs);
            apiGroups = List.copyOf(apiGroups);
            resources = List.copyOf(resources);
        }
    }
}
