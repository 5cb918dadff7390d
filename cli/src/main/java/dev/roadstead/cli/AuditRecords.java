package dev.roadstead.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import java.util.function.Consumer;

/** The audit log of this machine's server, read through the API. */
final class AuditRecords {
    private static final String EVENTS = "/apis/roadstead.dev/v1/auditevents";

    private final DataDir dataDir;

    AuditRecords(DataDir dataDir) {
        this.dataDir = dataDir;
    }

    /**
     * What the server finds when it follows the chain.
     *
     * @param from {@code NUMBER:HASH} of a record that it must lead through; empty for none
     * @throws CliException if the server does not answer
     */
    JsonNode verification(String from) {
        return read(api -> get(api, EVENTS + "/verification" + (from.isEmpty() ? "" : "?from=" + from)));
    }

    /** The last record; missing when there is none yet. */
    JsonNode last() {
        return read(api -> get(api, EVENTS + "?limit=1")).path("items").path(0);
    }

    /**
     * Passes records, the last one first, a page in memory at a time.
     *
     * @param range bounds of the time, as parameters of a query; empty for none
     */
    void each(String range, Consumer<JsonNode> records) {
        read(api -> {
            String next = "";
            JsonNode page;
            do {
                page = get(api, EVENTS + "?limit=1000" + range + (next.isEmpty() ? "" : "&continue=" + next));
                page.path("items").forEach(records);
                next = page.path("metadata").path("continue").asText("");
            } while (!next.isEmpty());
            return page;
        });
    }

    private interface Reading {
        JsonNode of(HttpApiClient api);
    }

    private JsonNode read(Reading reading) {
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig())) {
            return reading.of(api);
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    private static JsonNode get(HttpApiClient api, String path) {
        return api.getRaw(path)
                .orElseThrow(() -> new CliException("this server keeps no audit log; is it of this version?"));
    }
}
