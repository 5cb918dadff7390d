package dev.roadstead.cli.completion;

import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.model.ResourceType;
import java.lang.reflect.AnnotatedElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The name that a person is about to type.
 *
 * @param kind what has this name
 * @param namespace the first that the line names, else default
 * @param dataDir as {@code --data-dir} says it; null: the usual
 */
public record WantedName(
        Kind kind, String namespace, @Nullable String dataDir) {
    /** More would be no help to anybody. */
    private static final int MOST = 500;

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
                        kind, reading.namespace == null ? "default" : reading.namespace, reading.dataDir));
    }

    /** Where the API lists them, below the server's root; a page. */
    public String path() {
        ResourceType<?> type = type();
        String version =
                type.group().isEmpty() ? "/api/" + type.version() : "/apis/" + type.group() + "/" + type.version();
        String place = type.namespaced() ? "/namespaces/" + URLEncoder.encode(namespace, StandardCharsets.UTF_8) : "";
        return version + place + "/" + type.plural() + "?limit=" + MOST;
    }

    private ResourceType<?> type() {
        return switch (kind) {
            case NAMESPACE -> ResourceType.NAMESPACE;
            case APPLICATION -> ResourceType.APPLICATION;
            case NODE -> ResourceType.NODE;
            case VOLUME -> ResourceType.VOLUME;
            case BACKUP_REPOSITORY -> ResourceType.BACKUP_REPOSITORY;
            case VOLUME_BACKUP -> ResourceType.VOLUME_BACKUP;
            case NAMESPACE_BACKUP -> ResourceType.NAMESPACE_BACKUP;
            case ORGANIZATION -> ResourceType.ORGANIZATION;
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
        private @Nullable String namespace;
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
            if (namespace == null && kind(option).equals(Optional.of(Kind.NAMESPACE))) {
                namespace = value;
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
