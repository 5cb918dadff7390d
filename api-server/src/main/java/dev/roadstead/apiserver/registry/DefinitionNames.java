package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which of the names that a definition asks for it gets: within a group, what another one holds is taken. A definition is
 * served from when it first got all of them. Pure, but for the status that it is told to write.
 */
final class DefinitionNames {
    private DefinitionNames() {}

    /**
     * The names that one definition holds.
     *
     * @param resources plural, singular and short names
     * @param kinds of objects and lists
     */
    record Claims(String definition, String group, Set<String> resources, Set<String> kinds) {
        static Claims of(ObjectNode crd) {
            JsonNode names = crd.path("status").path("acceptedNames");
            Set<String> resources = new HashSet<>(Metadata.strings(names.path("shortNames")));
            resources.add(names.path("plural").asText());
            resources.add(names.path("singular").asText());
            Set<String> kinds = new HashSet<>();
            kinds.add(names.path("kind").asText());
            kinds.add(names.path("listKind").asText());
            resources.remove("");
            kinds.remove("");
            return new Claims(Metadata.name(crd), crd.path("spec").path("group").asText(), resources, kinds);
        }
    }

    static boolean areAccepted(ObjectNode crd) {
        return Conditions.isTrue(crd, "NamesAccepted");
    }

    static boolean isEstablished(ObjectNode crd) {
        return Conditions.isTrue(crd, "Established");
    }

    /** Writes acceptedNames and the conditions NamesAccepted and Established. */
    static void accept(ObjectNode crd, ObjectNode status, Collection<Claims> others, String now) {
        Set<String> resources = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (Claims claims : others) {
            if (claims.group().equals(crd.path("spec").path("group").asText())
                    && !claims.definition().equals(Metadata.name(crd))) {
                resources.addAll(claims.resources());
                kinds.addAll(claims.kinds());
            }
        }
        JsonNode wanted = crd.path("spec").path("names");
        ObjectNode accepted =
                status.get("acceptedNames") instanceof ObjectNode present ? present : status.putObject("acceptedNames");
        String conflict = "";
        for (String field : List.of("plural", "singular", "shortNames", "kind", "listKind")) {
            Set<String> taken = field.toLowerCase(Locale.ROOT).endsWith("kind") ? kinds : resources;
            String used = firstIn(taken, wanted.path(field));
            if (used.isEmpty()) {
                copy(wanted, accepted, field);
            } else if (conflict.isEmpty()) {
                conflict = used;
                String reason = Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Conflict";
                Conditions.set(status, "NamesAccepted", false, reason, "\"" + used + "\" is already in use", now);
            }
        }
        copy(wanted, accepted, "categories");
        if (conflict.isEmpty()) {
            Conditions.set(status, "NamesAccepted", true, "NoConflicts", "no conflicts found", now);
        }
        establish(crd, status, conflict.isEmpty(), now);
    }

    /** Once served, a definition stays so, under the names that it had. */
    private static void establish(ObjectNode crd, ObjectNode status, boolean accepted, String now) {
        if (accepted) {
            String message = "the initial names have been accepted";
            Conditions.set(status, "Established", true, "InitialNamesAccepted", message, now);
        } else if (!isEstablished(crd)) {
            Conditions.set(status, "Established", false, "NotAccepted", "not all names are accepted", now);
        }
    }

    private static String firstIn(Set<String> taken, JsonNode names) {
        List<String> all = names instanceof ArrayNode ? Metadata.strings(names) : List.of(names.asText());
        return all.stream().filter(taken::contains).findFirst().orElse("");
    }

    private static void copy(JsonNode wanted, ObjectNode accepted, String field) {
        JsonNode name = wanted.get(field);
        if (name == null) {
            accepted.remove(field);
        } else {
            accepted.set(field, name.deepCopy());
        }
    }
}
