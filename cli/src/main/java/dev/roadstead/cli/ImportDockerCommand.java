package dev.roadstead.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.imports.ImportedManifests;
import dev.roadstead.cli.imports.Mode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.docker.Deadlines;
import dev.roadstead.controller.host.docker.ForeignContainers;
import dev.roadstead.controller.host.docker.UnixTransport;
import dev.roadstead.controller.host.transport.Transports;
import dev.roadstead.controller.reconcile.node.LocalNode;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints manifests of running containers, to be made anew or taken over as they are. Changes nothing. */
@Command(
        name = "docker",
        description = "Print the running containers that are not Roadstead's as Applications.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nNothing is changed, neither on the engine nor in Roadstead. Compose services become "
                + "one Application each, in a namespace of their project's name. What a manifest "
                + "cannot say is in a comment over it.%n%nExample:%n",
        footer = {
            "  roadstead import docker > apps.yaml",
            "  kubectl apply -f apps.yaml       when you have read it and stopped them",
            "  roadstead import docker --adopt --namespace shop web > web.yaml",
            "  kubectl apply -f web.yaml        takes the container web over while it runs"
        })
final class ImportDockerCommand implements Runnable {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Containers or Compose projects; all without it.")
    private List<String> names = List.of();

    @NameOf(Kind.NODE)
    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The Node whose engine is read; this machine's engine without it.")
    private String node = "";

    @NameOf(Kind.NAMESPACE)
    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Namespace of what belongs to no Compose project (default: ${DEFAULT-VALUE}).")
    private String namespace = "default";

    @Option(
            names = "--adopt",
            description =
                    "Print manifests that take the containers over as they are, without a restart. They must be on the"
                            + " Node of --node (local without it).")
    private boolean adopt;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Found found = node.isEmpty() ? ofThisMachine() : ofNode();
        List<JsonNode> containers = ImportedManifests.named(found.running(), names);
        if (containers.isEmpty()) {
            String which = names.isEmpty() ? "" : " and is named " + String.join(" or ", names);
            throw new CliException(
                    "there is no running container that is not Roadstead's" + which + "; see: docker ps");
        }
        Mode mode = adopt ? new Mode(true, found.memory()) : Mode.ANEW;
        String placement = adopt && node.isEmpty() ? LocalNode.NAME : node;
        spec.commandLine().getOut().print(ImportedManifests.of(containers, placement, namespace, mode));
        spec.commandLine().getOut().flush();
    }

    /** What runs on a machine, and the bytes of memory that it has. */
    private record Found(List<JsonNode> running, long memory) {
        static Found on(ForeignContainers engine) {
            return new Found(engine.inspect(), engine.memory());
        }
    }

    private static Found ofThisMachine() {
        try (var engine =
                new ForeignContainers(new UnixTransport(LocalNode.socket(System.getenv())), Deadlines.DEFAULT)) {
            return Found.on(engine);
        } catch (HostException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private Found ofNode() {
        try (HttpApiClient api = AdminClient.open(dataDirOption.dataDir().adminKubeconfig());
                Transports transports =
                        new Transports((namespace, name) -> api.find(ResourceType.SECRET, namespace, name))) {
            Node found = Absence.require(api, ResourceType.NODE, "", node);
            try (var engine = new ForeignContainers(transports.to(found.spec().connection()), Deadlines.DEFAULT)) {
                return Found.on(engine);
            }
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        } catch (HostException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }
}
