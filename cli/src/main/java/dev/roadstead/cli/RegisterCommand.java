package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.signin.ApiServer;
import dev.roadstead.cli.signin.Credential;
import dev.roadstead.cli.signin.SignInApi;
import dev.roadstead.cli.signin.SignInApi.Refused;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a person known who has a right to it, and signs in. */
@Command(
        name = "register",
        description = "Register by an invitation, or as the first person by the token of the first start, and sign in.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead register --name alice --email alice@example.com",
            "  roadstead register https://roadstead.example.com:7443 --name bob",
            "",
            "In a browser: https://roadstead.example.com:7443/auth/register#token=rsi_..."
        })
final class RegisterCommand implements Callable<Integer> {
    private static final String PIPED = "use --password-stdin";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            description = "The server; by default the one of this machine.")
    private @Nullable URI url;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file of the authority of the server's certificate.")
    private @Nullable Path authority;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "What gives the right to it; asked for by default, as other users of this machine see arguments.")
    private @Nullable String token;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Your name: of a-z, 0-9 and -.")
    private String name;

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Your e-mail address; an invitation says it already.")
    private String email;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean passwordStdin;

    @Mixin
    private DataDirOption dataDirOption;

    @Mixin
    private SignInKeeping keeping;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ApiServer server = SignInServer.find(url, authority, dataDirOption.dataDir());
        String right = token == null ? Terminal.askSecretly("Token: ", "give --token") : token;
        String password = passwordStdin ? Terminal.firstLine() : newPassword();
        try (SignInApi api = new SignInApi(server, InstantSource.system())) {
            Credential credential = api.register(right, name, email, password);
            keeping.keep(
                    api,
                    server,
                    credential,
                    dataDirOption.dataDir(),
                    spec.commandLine().getOut());
            return ExitCode.OK;
        } catch (Refused e) {
            throw new CliException("the server refused: " + e.getMessage(), e);
        }
    }

    private static String newPassword() {
        String password = Terminal.askSecretly("Password, of 12 characters or more: ", PIPED);
        if (!password.equals(Terminal.askSecretly("The same again: ", PIPED))) {
            throw new CliException("the two passwords differ");
        }
        return password;
    }
}
