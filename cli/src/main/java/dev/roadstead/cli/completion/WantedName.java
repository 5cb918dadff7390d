package dev.roadstead.cli.completion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.controller.client.ResourcePath;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import java.lang.reflect.AnnotatedElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The name that a person is about to type.
 *
 * @param kind what has this name
 * @param place the first that the line names, else default: a namespace, or an environment of the project
 * @param project as {@code --project} says it; null: none
 * @param dataDir as {@code --data-dir} says it; null: the usual
 */
public record WantedName(
        Kind kind,
        String place,
        @Nullable Key project,
        @Nullable String dataDir) {
    /** More would be no help to anybody. */
    private static final String PAGE = "?limit=500";

    /**
     * Reads a command line that is not complete. Pure.
     *
     * @param words those after the program's name; the last is the one that is being typed, and may be empty
     * @return empty if it is no name of an object
     */
    public static Optional<WantedName> of(CommandSpec program, List<String> words) {
        Reading reading = new Reading(program);
        words.subList(0, Math.max(0, words.size() - 1)).forEach(reading::word);
        ArgSpec next = words.isEmpty() ? null : reading.next(words.getLast());
        return Optional.ofNullable(next)
                .flatMap(WantedName::kind)
                .map(kind -> new WantedName(
                        kind, reading.place == null ? "default" : reading.place, reading.project, reading.dataDir));
    }

    /**
     * Where the API lists what has them, below the server's root; a page.
     *
     * @throws dev.roadstead.controller.client.ApiCallException if the place is no name
     */
    public String path() {
        return switch (kind) {
            case NAMESPACE -> all(ResourceType.NAMESPACE);
            case APPLICATION -> ofPlace(ResourceType.APPLICATION);
            case NODE, RETAINED_VOLUME -> all(ResourceType.NODE);
            case VOLUME -> ofPlace(ResourceType.VOLUME);
            case BACKED_UP -> all(ResourceType.VOLUME);
            case BACKUP_REPOSITORY -> all(ResourceType.BACKUP_REPOSITORY);
            case VOLUME_BACKUP -> ofPlace(ResourceType.VOLUME_BACKUP);
            case NAMESPACE_BACKUP -> ofPlace(ResourceType.NAMESPACE_BACKUP);
            case ORGANIZATION -> all(ResourceType.ORGANIZATION);
            case PROJECT -> all(ResourceType.PROJECT);
            case PLACE -> all(ResourceType.NAMESPACE) + (project == null ? "" : "&labelSelector=" + ofProject(project));
        };
    }

    private static String all(ResourceType<?> type) {
        return ResourcePath.all(type) + PAGE;
    }

    private String ofPlace(ResourceType<?> type) {
        return ResourcePath.collection(type, namespace()) + PAGE;
    }

    /** That of a project's environment is named after both; that of its own name is the project's. */
    private String namespace() {
        if (project == null) {
            return place;
        }
        String own = project.namespace() + "-" + project.name();
        return place.equals(project.name()) ? own : own + "-" + place;
    }

    private static String ofProject(Key project) {
        return URLEncoder.encode(
                Labels.ORGANIZATION + "=" + project.namespace() + "," + Labels.PROJECT + "=" + project.name(),
                StandardCharsets.UTF_8);
    }

    /** The names in the list that the API answers with. */
    public List<String> in(JsonNode list) {
        return list.path("items")
                .valueStream()
                .flatMap(this::names)
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<String> names(JsonNode object) {
        String name = object.at("/metadata/name").asText();
        String namespace = object.at("/metadata/namespace").asText();
        return switch (kind) {
            case PROJECT -> Stream.of(namespace + "/" + name);
            case BACKED_UP -> Stream.of(namespace, namespace + "/" + name);
            case PLACE ->
                Stream.of(
                        project == null
                                ? name
                                : object.at("/metadata/labels")
                                        .path(Labels.ENVIRONMENT)
                                        .asText(project.name()));
            case RETAINED_VOLUME ->
                object.at("/status/retained/volumes")
                        .valueStream()
                        .map(each -> each.path("dockerVolume").asText());
            default -> Stream.of(name);
        };
    }

    private static Optional<Kind> kind(ArgSpec argument) {
        return argument.userObject() instanceof AnnotatedElement field
                ? Optional.ofNullable(field.getAnnotation(NameOf.class)).map(NameOf::value)
                : Optional.empty();
    }

    /** How far the line was read. */
    private static final class Reading {
        private CommandSpec command;
        private int positionals;
        private @Nullable OptionSpec open;
        private @Nullable String place;
        private @Nullable Key project;
        private @Nullable String dataDir;

        Reading(CommandSpec program) {
            command = program;
        }

        void word(String word) {
            if (open != null) {
                keep(open, word);
                open = null;
            } else if (word.startsWith("-")) {
                option(word);
            } else {
                CommandLine below = positionals == 0 ? command.subcommands().get(word) : null;
                if (below == null) {
                    positionals++;
                } else {
                    command = below.getCommandSpec();
                }
            }
        }

        private void option(String word) {
            int assigned = word.indexOf('=');
            OptionSpec option = command.findOption(assigned < 0 ? word : word.substring(0, assigned));
            if (option == null || option.arity().max() == 0) {
                return;
            }
            if (assigned < 0) {
                open = option;
            } else {
                keep(option, word.substring(assigned + 1));
            }
        }

        private void keep(OptionSpec option, String value) {
            if (option.longestName().equals("--data-dir")) {
                dataDir = value;
            }
            Kind kind = kind(option).orElse(null);
            if (place == null && (kind == Kind.NAMESPACE || kind == Kind.PLACE)) {
                place = value;
            }
            if (kind == Kind.PROJECT && value.matches("[^/]+/[^/]+")) {
                project = Key.parse(value);
            }
        }

        @Nullable
        ArgSpec next(String typed) {
            if (open != null) {
                return open;
            }
            return typed.startsWith("-")
                    ? null
                    : command.positionalParameters().stream()
                            .filter(parameter -> parameter.index().contains(positionals))
                            .findFirst()
                            .orElse(null);
        }
    }
}
