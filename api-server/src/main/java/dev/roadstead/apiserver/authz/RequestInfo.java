package dev.roadstead.apiserver.authz;

import java.util.List;
import java.util.Locale;

/** What a request asks for, read from its method, path and query alone (Kubernetes, "Determine the Request Verb"). */
public sealed interface RequestInfo {
    /** A Kubernetes verb: get, list, watch, create, update, patch, delete, deletecollection; lower-case method otherwise. */
    String verb();

    /** Anything that is not an object: discovery, health, version. */
    record Path(String verb, String path) implements RequestInfo {}

    /**
     * A collection, an object, or a subresource of an object.
     *
     * @param group empty for the core group
     * @param namespace empty for cluster-scoped resources and lists over all namespaces
     * @param name empty for a collection
     * @param subresource empty for the object itself
     */
    record Resource(
            String verb, String group, String version, String namespace, String plural, String name, String subresource)
            implements RequestInfo {

        /**
         * The request as roles see it: a Namespace lies in itself, so that a RoleBinding in it may allow to read it, and a
         * collection that is asked for {@code metadata.name=x} is the object x.
         *
         * @param selectedName the only name that is asked for; empty for any
         */
        public Resource asAuthorized(String selectedName) {
            boolean isNamespace = group.isEmpty() && plural.equals("namespaces") && !name.isEmpty();
            return new Resource(
                    verb,
                    group,
                    version,
                    isNamespace ? name : namespace,
                    plural,
                    name.isEmpty() ? selectedName : name,
                    subresource);
        }

        /** {@code applications}, {@code applications/status}. */
        public String resourcePath() {
            return subresource.isEmpty() ? plural : plural + "/" + subresource;
        }
    }

    /**
     * Reads a request line.
     *
     * @param method the HTTP method in capitals
     * @param path decoded, starting with a slash
     * @param watch whether the query asks for a watch
     */
    static RequestInfo of(String method, String path, boolean watch) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (parts.contains("")) {
            return new Path(plainVerb(method), path);
        }
        if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            return resource(method, path, watch, "", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            return resource(method, path, watch, parts.get(1), parts.get(2), parts.subList(3, parts.size()));
        }
        return new Path(plainVerb(method), path);
    }

    private static RequestInfo resource(
            String method, String path, boolean watch, String group, String version, List<String> rest) {
        String namespace = "";
        List<String> tail = rest;
        if (rest.size() >= 3 && rest.getFirst().equals("namespaces") && !isNamespaceSubresource(group, rest)) {
            namespace = rest.get(1);
            tail = rest.subList(2, rest.size());
        }
        if (tail.size() > 3) {
            return new Path(plainVerb(method), path);
        }
        String name = tail.size() > 1 ? tail.get(1) : "";
        String subresource = tail.size() > 2 ? tail.get(2) : "";
        String verb = resourceVerb(method, !name.isEmpty(), watch);
        return new Resource(verb, group, version, namespace, tail.getFirst(), name, subresource);
    }

    /** {@code /api/v1/namespaces/x/status} is about the Namespace x, not about a kind "status" in it. */
    private static boolean isNamespaceSubresource(String group, List<String> rest) {
        return group.isEmpty()
                && rest.size() == 3
                && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
    }

    private static String resourceVerb(String method, boolean named, boolean watch) {
        return switch (method) {
            case "GET", "HEAD" -> named ? "get" : watch ? "watch" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> named ? "delete" : "deletecollection";
            default -> plainVerb(method);
        };
    }

    private static String plainVerb(String method) {
        return method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    }
}
