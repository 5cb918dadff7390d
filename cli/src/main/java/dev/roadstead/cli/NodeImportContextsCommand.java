package dev.roadstead.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.nodes.DockerContexts;
import dev.roadstead.cli.nodes.DockerContexts.Context;
import dev.roadstead.cli.nodes.EngineUrl;
import dev.roadstead.cli.nodes.NodeManifests;
import dev.roadstead.cli.nodes.Surroundings;
import dev.roadstead.cli.nodes.Way;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.model.Node.SecretRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes Nodes of docker contexts. */
@Command(
        name = "import-contexts",
        description =
                "Print Nodes, and the Secrets that they need, for docker contexts. The Secrets hold private keys.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all were made", "1:for one something is missing", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {"  roadstead node import-contexts > nodes.yaml", "  roadstead node import-contexts web-3 --apply"})
final class NodeImportContextsCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "CONTEXT", description = "Which contexts; by default all.")
    private List<String> names = List.of();

    @Option(names = "--apply", description = "Create them instead of printing them; what exists is left as it is.")
    private boolean apply;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.ofThisProcess();
        List<Context> contexts = contexts(surroundings);
        PrintWriter errors = spec.commandLine().getErr();
        List<ObjectNode> manifests = new ArrayList<>();
        int exit = ExitCode.OK;
        for (Context context : contexts) {
            try {
                manifests.addAll(manifests(context, surroundings));
            } catch (IOException | IllegalArgumentException e) {
                errors.println("roadstead: context " + context.name() + " is left out: " + e.getMessage());
                exit = ExitCode.FAILED;
            }
        }
        if (apply) {
            create(manifests);
        } else {
            print(manifests);
        }
        return exit;
    }

    private List<Context> contexts(Surroundings surroundings) {
        List<Context> all;
        try {
            all = DockerContexts.in(surroundings.dockerConfig());
        } catch (IOException e) {
            throw CliException.io("read the docker contexts", e, "is DOCKER_CONFIG right?");
        }
        List<String> known = all.stream().map(Context::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new CliException("there is no docker context " + name + " in " + surroundings.dockerConfig()
                        + "; there are: " + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        if (all.isEmpty()) {
            throw new CliException("there is no docker context in " + surroundings.dockerConfig()
                    + "; make one with docker context create, or write a Node by hand");
        }
        return all.stream()
                .filter(context -> names.isEmpty() || names.contains(context.name()))
                .toList();
    }

    private static List<ObjectNode> manifests(Context context, Surroundings surroundings) throws IOException {
        String node = NodeManifests.nodeName(context.name());
        SecretRef ref = new SecretRef(NodeManifests.NAMESPACE, NodeManifests.secretName(node));
        Way way = Way.to(EngineUrl.parse(context.host()), context.tls(), surroundings, ref);
        return NodeManifests.of(node, way);
    }

    private void print(List<ObjectNode> manifests) {
        PrintWriter out = spec.commandLine().getOut();
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .build();
        try {
            for (ObjectNode manifest : manifests) {
                out.print(yaml.writeValueAsString(manifest));
            }
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }

    private void create(List<ObjectNode> manifests) {
        PrintWriter out = spec.commandLine().getOut();
        try (HttpApiClient api = AdminClient.open(dataDirOption.dataDir().adminKubeconfig())) {
            for (ObjectNode manifest : manifests) {
                boolean secret = manifest.path("kind").asText().equals("Secret");
                String name = manifest.at("/metadata/name").asText();
                String what = (secret ? "secret/" : "node/") + name;
                try {
                    api.postRaw(
                            secret
                                    ? "/api/v1/namespaces/" + NodeManifests.NAMESPACE + "/secrets"
                                    : "/apis/roadstead.dev/v1/nodes",
                            manifest);
                    out.println(what + " created");
                } catch (ApiCallException e) {
                    if (!e.alreadyExists()) {
                        throw new CliException(what + " was not created: " + e.getMessage(), e);
                    }
                    out.println(what + " exists, left as it is");
                }
            }
        }
    }
}
