package dev.roadstead.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.ResourcePath;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to tell a person who named something that is not there: what there is instead. */
public final class Absence {
    /** More names would bury the message. */
    private static final int MOST = 20;

    private static final String PAGE = "?limit=500";

    private Absence() {}

    /**
     * The object of this name.
     *
     * @param namespace ignored for a kind that has none
     * @throws CliException if there is none
     */
    public static <T extends Resource> T require(ApiClient api, ResourceType<T> type, String namespace, String name) {
        return api.find(type, namespace, name).orElseThrow(() -> of(api, type, namespace, name));
    }

    /**
     * Nothing if there is such a namespace.
     *
     * @throws CliException if there is none
     */
    public static void requireNamespace(ApiClient api, String name) {
        var _ = require(api, ResourceType.NAMESPACE, "", name);
    }

    /**
     * For an object that is not there: names its namespace if that is not there either, else those that have one of its
     * name, else the others of its own.
     */
    public static CliException of(ApiClient api, ResourceType<?> type, String namespace, String name) {
        if (!type.namespaced()) {
            return of(type.kind() + " " + name, names(api, ResourcePath.all(type)));
        }
        requireNamespace(api, namespace);
        String what = type.kind() + " " + name + " in namespace " + namespace;
        List<String> elsewhere = namespacesWith(api, type, name);
        return elsewhere.isEmpty()
                ? of(what, names(api, ResourcePath.collection(type, namespace)))
                : new CliException("there is no " + what + "; there is one in: " + shown(elsewhere));
    }

    /** The same for what is no object of the API. */
    public static CliException of(String what, Collection<String> known) {
        return new CliException("there is no " + what + "; there are: "
                + (known.isEmpty() ? "none" : shown(known.stream().sorted().toList())));
    }

    private static List<String> names(ApiClient api, String path) {
        return items(api, path + PAGE)
                .map(each -> each.at("/metadata/name").asText())
                .toList();
    }

    private static List<String> namespacesWith(ApiClient api, ResourceType<?> type, String name) {
        // Anything else is a name of no object, and may mean something to the selector.
        return name.matches("[a-z0-9.-]+")
                ? items(api, ResourcePath.all(type) + PAGE + "&fieldSelector=metadata.name=" + name)
                        .map(each -> each.at("/metadata/namespace").asText())
                        .toList()
                : List.of();
    }

    private static Stream<JsonNode> items(ApiClient api, String path) {
        Optional<JsonNode> list = api.getRaw(path);
        return list.stream().flatMap(each -> each.path("items").valueStream());
    }

    private static String shown(List<String> names) {
        String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() <= MOST ? first : first + " and more";
    }
}
