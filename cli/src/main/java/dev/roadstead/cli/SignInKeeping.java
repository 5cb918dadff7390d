package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.cli.signin.ApiServer;
import dev.roadstead.cli.signin.Contexts;
import dev.roadstead.cli.signin.Credential;
import dev.roadstead.cli.signin.CredentialFile;
import dev.roadstead.cli.signin.KubeconfigFile;
import dev.roadstead.cli.signin.SignInApi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a sign-in is kept, and how kubectl comes to use it. */
final class SignInKeeping {
    @Mixin
    private KubeconfigOption kubeconfig;

    @Option(names = "--namespace", paramLabel = "NAME", description = "The context to use: that of this namespace.")
    private @Nullable String namespace;

    /** Keeps a credential, and writes contexts for it. */
    void keep(SignInApi api, ApiServer server, Credential credential, DataDir dataDir, PrintWriter out)
            throws SignInApi.Refused {
        dataDir.prepare();
        new CredentialFile(dataDir.root(), server).update(_ -> credential);
        List<String> namespaces = api.namespaces(credential.accessToken());
        Contexts contexts = new Contexts(server, program(), dataDir.root().toString());
        String current = current(contexts, namespaces);
        KubeconfigFile file = kubeconfig.file();
        file.change(config -> contexts.added(config, namespaces, current));
        out.println("signed in to " + server.url() + " as " + credential.user());
        out.println("kubectl uses context " + current + " of " + file.path());
    }

    private String current(Contexts contexts, List<String> namespaces) {
        if (namespace == null) {
            return contexts.base();
        }
        if (!namespaces.contains(namespace)) {
            throw new CliException("you have no role in namespace " + namespace + "; you have in "
                    + (namespaces.isEmpty() ? "none" : String.join(", ", namespaces)));
        }
        return contexts.context(namespace);
    }

    /** The launcher says where it is; it may not be on the PATH of whatever runs kubectl. */
    private static String program() {
        String home = System.getProperty("roadstead.home");
        return home == null ? "roadstead" : Path.of(home, "roadstead").toString();
    }
}
