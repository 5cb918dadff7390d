package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.signin.ApiServer;
import dev.roadstead.cli.signin.Credential;
import dev.roadstead.cli.signin.SignInApi;
import dev.roadstead.cli.signin.SignInApi.Refused;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs a person in, and has kubectl use the sign-in. */
@Command(
        name = "login",
        description = "Sign in, and write contexts into the kubeconfig that have kubectl use the sign-in.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead login https://roadstead.example.com:7443 --user alice",
            "  roadstead login --device            sign in by a browser, on any machine",
            "  kubectl config get-contexts         one for each project",
            "",
            "The sign-in is kept in the data folder, readable by its owner only; 'roadstead logout' ends it."
        })
final class LoginCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            description = "The server; by default the one of this machine.")
    private @Nullable URI url;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file of the authority of the server's certificate.")
    private @Nullable Path authority;

    @Option(names = "--user", paramLabel = "NAME", description = "Your name or e-mail address; asked for by default.")
    private @Nullable String user;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean passwordStdin;

    @Option(names = "--code", paramLabel = "CODE", description = "Code of the second factor; asked for when needed.")
    private @Nullable String code;

    @Option(names = "--device", description = "Sign in by a browser, by whatever identity provider the server knows.")
    private boolean device;

    @Mixin
    private DataDirOption dataDirOption;

    @Mixin
    private SignInKeeping keeping;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ApiServer server = SignInServer.find(url, authority, dataDirOption.dataDir());
        try (SignInApi api = new SignInApi(server, InstantSource.system())) {
            Credential credential = device ? byBrowser(api, out) : byPassword(api);
            keeping.keep(api, server, credential, dataDirOption.dataDir(), out);
            return ExitCode.OK;
        } catch (Refused e) {
            throw new CliException("the server refused: " + e.getMessage(), e);
        }
    }

    private Credential byPassword(SignInApi api) throws Refused {
        String name = user != null ? user : Terminal.ask("Name or e-mail: ", "give --user, or use --device");
        String password = passwordStdin
                ? Terminal.firstLine()
                : Terminal.askSecretly("Password: ", "use --password-stdin, or --device");
        try {
            return api.login(name, password, code);
        } catch (Refused e) {
            if (!e.codeMissing() || code != null || passwordStdin) {
                throw e;
            }
            return api.login(name, password, Terminal.ask("Code of your second factor: ", "give --code"));
        }
    }

    private static Credential byBrowser(SignInApi api, PrintWriter out) throws Refused {
        SignInApi.DeviceCode asked = api.askForDeviceCode();
        out.println("Open " + asked.page());
        out.println("and type the code " + asked.userCode() + "; this waits "
                + asked.lasts().toMinutes() + " minutes for it");
        out.flush();
        Progress.Ticker ticker = Progress.Ticker.system();
        long deadline = ticker.nanoTime() + asked.lasts().toNanos();
        while (ticker.nanoTime() - deadline < 0) {
            pause(ticker, asked.interval());
            Credential credential = api.redeem(asked);
            if (credential != null) {
                return credential;
            }
        }
        throw new CliException("nobody confirmed the code in " + asked.lasts().toMinutes() + " minutes");
    }

    private static void pause(Progress.Ticker ticker, Duration time) {
        try {
            ticker.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }
}
