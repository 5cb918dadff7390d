package dev.roadstead.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.signin.ApiServer;
import dev.roadstead.cli.signin.Credential;
import dev.roadstead.cli.signin.CredentialFile;
import dev.roadstead.cli.signin.FreshCredential;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What kubectl runs to get a token (client.authentication.k8s.io/v1 ExecCredential). */
@Command(
        name = "credential",
        description = "Print a token of the sign-in, as kubectl asks for it; 'roadstead login' sets that up.",
        mixinStandardHelpOptions = true)
final class CredentialCommand implements Callable<Integer> {
    @Mixin
    private DataDirOption dataDirOption;

    @Option(names = "--server", paramLabel = "URL", required = true, description = "The server of the sign-in.")
    private URI server;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var file = new CredentialFile(dataDirOption.dataDir().root(), new ApiServer(server, null));
        Credential credential = new FreshCredential(file, InstantSource.system()).get();
        if (credential == null) {
            throw new CliException(
                    "you are not signed in to " + server + "; run: " + Invocation.program() + " login " + server);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("apiVersion", "client.authentication.k8s.io/v1").put("kind", "ExecCredential");
        answer.putObject("status")
                .put("token", credential.accessToken())
                .put(
                        "expirationTimestamp",
                        credential.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
        spec.commandLine().getOut().println(answer);
        return ExitCode.OK;
    }
}
