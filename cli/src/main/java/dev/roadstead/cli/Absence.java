package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.List;
import java.util.stream.Collectors;

/** What to tell a person who named something that is not there. */
final class Absence {
    /** More names would bury the message. */
    private static final int MOST = 20;

    private Absence() {}

    /** Names what there is of the kind, which has no namespaces. */
    static <T extends Resource> CliException of(ApiClient api, ResourceType<T> type, String name) {
        List<String> known = api.list(type).items().stream()
                .map(each -> each.metadata().name())
                .sorted()
                .toList();
        return new CliException("there is no " + type.kind() + " " + name + "; there are: " + shown(known));
    }

    private static String shown(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
