package dev.roadstead.cli;

import dev.roadstead.cli.signin.KubeconfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --kubeconfig}, of the commands that change one. */
final class KubeconfigOption {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:KUBECONFIG:-${env:HOME:-.}/.kube/config}",
            description = "The kubeconfig that is changed; by default the first of $$KUBECONFIG, else ~/.kube/config.")
    private String files;

    KubeconfigFile file() {
        int end = files.indexOf(java.io.File.pathSeparatorChar);
        return new KubeconfigFile(Path.of(end < 0 ? files : files.substring(0, end)));
    }
}
