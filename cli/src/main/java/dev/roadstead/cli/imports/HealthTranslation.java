package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.GoDuration;
import java.time.Duration;

/** Docker's health checks as a template says them. */
final class HealthTranslation {
    /** What engines take where nothing is said. */
    private static final Duration ENGINES_OWN = Duration.ofSeconds(30);

    private HealthTranslation() {}

    static ObjectNode of(JsonNode check) {
        ObjectNode health = JsonNodeFactory.instance.objectNode();
        ArrayNode command = health.putObject("exec").putArray("command");
        JsonNode test = check.path("Test");
        if (test.path(0).asText().equals("CMD-SHELL")) {
            command.add("/bin/sh").add("-c").add(test.path(1).asText());
        } else {
            test.valueStream().skip(1).forEach(command::add);
        }
        duration(health, "interval", check.path("Interval"), ENGINES_OWN);
        duration(health, "timeout", check.path("Timeout"), ENGINES_OWN);
        duration(health, "startPeriod", check.path("StartPeriod"), Duration.ZERO);
        if (check.path("Retries").asInt() > 0) {
            health.put("retries", check.path("Retries").asInt());
        }
        return health;
    }

    private static void duration(ObjectNode health, String field, JsonNode nanos, Duration unsaid) {
        Duration time = nanos.asLong() > 0 ? Duration.ofNanos(nanos.asLong()) : unsaid;
        if (time.isPositive()) {
            health.put(field, GoDuration.format(time));
        }
    }
}
