package dev.roadstead.bench.fleet;

import dev.roadstead.bench.http.JsonApi;
import dev.roadstead.bench.peer.KubeconfigFile;
import dev.roadstead.testkit.fleet.Behaviour;
import dev.roadstead.testkit.fleet.SimulatedFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A working day in seconds, for the server whose start-up cache is made: what it does here it later does from the first
 * container on with profiles that others need hundreds of containers for. {@code scripts/aot} calls it.
 */
public final class TrainingLoad {
    private static final int CONTAINERS = 100;
    private static final String FIRST = "app:1";
    private static final String SECOND = "app:2";

    private TrainingLoad() {}

    /** Arguments: the server's data folder; a folder with a short name for sockets, made if absent. */
    public static void main(String[] arguments) throws Exception {
        try (JsonApi api = new JsonApi(KubeconfigFile.read(Path.of(arguments[0], "admin.kubeconfig")));
                SimulatedFleet engines = SimulatedFleet.start(
                        Files.createDirectories(Path.of(arguments[1])), 2, Set.of(FIRST, SECOND), Behaviour.INSTANT)) {
            FleetApi fleet = new FleetApi(api);
            fleet.register(engines);
            fleet.deploy(CONTAINERS, FIRST);
            FleetApi.await("containers are up", () -> fleet.sum("availableReplicas") == CONTAINERS);
            fleet.patch("""
                    {"spec": {"strategy": {"drain": "0s", "rolling": {"maxSurge": 20}}, "template": {"image": "%s"}}}
                    """.formatted(SECOND));
            FleetApi.await("containers are replaced", () -> fleet.sum("updatedReplicas") == CONTAINERS);
            fleet.deleteFirst();
            FleetApi.await("containers are gone", () -> engines.running() == 0);
        }
    }
}
