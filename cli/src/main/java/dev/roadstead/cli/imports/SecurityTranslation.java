package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a running container may do on its host, as a template says it. */
final class SecurityTranslation {
    private SecurityTranslation() {}

    /** Empty when it is what every container may do. */
    static ObjectNode of(JsonNode host, List<String> remarks) {
        ObjectNode security = JsonNodeFactory.instance.objectNode();
        if (host.path("ReadonlyRootfs").asBoolean()) {
            security.put("readOnlyRootFilesystem", true);
        }
        boolean privileged = host.path("Privileged").asBoolean();
        if (privileged) {
            security.put("privileged", true);
        }
        capabilities(security, "add", host.path("CapAdd"));
        capabilities(security, "drop", host.path("CapDrop"));
        boolean unconfined = false;
        for (JsonNode option : host.path("SecurityOpt")) {
            switch (option.asText()) {
                case "no-new-privileges", "no-new-privileges:true", "label=disable" -> {}
                case "seccomp=unconfined" -> security.put("seccompProfile", "Unconfined");
                case "apparmor=unconfined" -> security.put("appArmorProfile", "Unconfined");
                default -> remarks.add("cannot be expressed: security option " + shortened(option.asText()));
            }
            unconfined |= option.asText().endsWith("=unconfined");
        }
        if (privileged || unconfined || !host.path("CapAdd").isEmpty()) {
            remarks.add("its rights may need the namespace's label roadstead.dev/policy=privileged");
        }
        return security;
    }

    /** A seccomp profile is the text of a file. */
    private static String shortened(String option) {
        return option.length() > 60 ? option.substring(0, 60) + "…" : option;
    }

    private static void capabilities(ObjectNode security, String field, JsonNode names) {
        for (JsonNode name : names) {
            security.withObject("/capabilities")
                    .withArray(field)
                    .add(name.asText().replaceFirst("^CAP_", ""));
        }
    }
}
