package dev.roadstead.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.util.function.Function;

/** Changes a Node's spec, or says why it cannot. */
final class NodeChange {
    private NodeChange() {}

    /**
     * Runs with the API of the folder's server.
     *
     * @throws CliException if it does not answer
     */
    static <T> T with(DataDir dataDir, Function<ApiClient, T> work) {
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig())) {
            return work.apply(api);
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    /** {@code true} or {@code false} for a field of the spec. */
    static ObjectNode spec(String field, boolean value) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put(field, value);
        return patch;
    }

    /**
     * The Node as it is afterwards.
     *
     * @throws CliException if there is no such Node
     */
    static Node patch(ApiClient api, String name, ObjectNode patch) {
        try {
            return api.patch(ResourceType.NODE, "", name, patch);
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
            throw Absence.of(api, ResourceType.NODE, "", name);
        }
    }
}
