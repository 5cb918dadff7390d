package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.signin.ApiServer;
import dev.roadstead.cli.signin.Contexts;
import dev.roadstead.cli.signin.Credential;
import dev.roadstead.cli.signin.CredentialFile;
import dev.roadstead.cli.signin.FreshCredential;
import dev.roadstead.cli.signin.SignInApi;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a sign-in, here and at the server. */
@Command(
        name = "logout",
        description = "End the sign-in, here and at the server, and take its contexts out of the kubeconfig.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  roadstead logout", "  roadstead logout --all https://roadstead.example.com:7443"})
final class LogoutCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            description = "The server; by default the one of this machine.")
    private @Nullable URI url;

    @Option(names = "--all", description = "End every sign-in of yours, on other machines too.")
    private boolean all;

    @Mixin
    private DataDirOption dataDirOption;

    @Mixin
    private KubeconfigOption kubeconfig;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ApiServer server = SignInServer.find(url, null, dataDirOption.dataDir());
        var file = new CredentialFile(dataDirOption.dataDir().root(), server);
        if (file.read() == null) {
            out.println("you are not signed in to " + server.url());
            return ExitCode.OK;
        }
        String problem = endAtServer(file);
        file.update(_ -> null);
        kubeconfig.file().change(config -> new Contexts(server, "", "").removed(config));
        if (!problem.isEmpty()) {
            throw new CliException("signed out here, but not at the server: " + problem);
        }
        out.println("signed out of " + server.url());
        return ExitCode.OK;
    }

    /** What went wrong; empty for nothing. One that is over already is no problem. */
    private String endAtServer(CredentialFile file) {
        try {
            Credential credential = new FreshCredential(file, InstantSource.system()).getUnlessOver();
            if (credential == null) {
                return "";
            }
            try (SignInApi api = new SignInApi(credential.server(), InstantSource.system())) {
                api.logout(credential.accessToken(), all);
                return "";
            }
        } catch (SignInApi.Refused | CliException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
