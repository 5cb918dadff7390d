package dev.roadstead.controller.client;

import dev.roadstead.model.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where kinds and objects are below the server's root. Pure functions. */
public final class ResourcePath {
    private ResourcePath() {}

    /** A kind in all namespaces. */
    public static String all(ResourceType<?> type) {
        return root(type) + "/" + type.plural();
    }

    /**
     * A kind in one namespace, which is ignored for cluster-scoped ones.
     *
     * @throws ApiCallException if that is no name
     */
    public static String collection(ResourceType<?> type, String namespace) {
        return type.namespaced() ? root(type) + "/namespaces/" + segment(namespace) + "/" + type.plural() : all(type);
    }

    static String object(ResourceType<?> type, String namespace, String name) {
        return collection(type, namespace) + "/" + segment(name);
    }

    private static String root(ResourceType<?> type) {
        return type.group().isEmpty() ? "/api/" + type.version() : "/apis/" + type.group() + "/" + type.version();
    }

    /** Names come from users' manifests too: none may lead to another path. */
    private static String segment(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new ApiCallException(400, "BadRequest", "\"" + name + "\" is not a name of an object", null);
        }
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
