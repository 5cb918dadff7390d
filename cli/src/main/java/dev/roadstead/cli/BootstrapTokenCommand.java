package dev.roadstead.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a new token for the first person. */
@Command(
        name = "bootstrap-token",
        description = "Make a new token that the first person registers with, in the place of one that was lost.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the token is printed",
            "1:somebody has registered, or the API does not answer",
            "2:wrong usage"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  token=$(roadstead bootstrap-token)",
            "",
            "Prints the token and nothing else. The one before ends; this one ends when somebody registers."
        })
final class BootstrapTokenCommand implements Callable<Integer> {
    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String token = FirstPerson.replace(dataDirOption.dataDir()).orElse("");
        if (token.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("roadstead: somebody has registered already, so there is no first person any more; ask an"
                            + " administrator for an Invitation");
            return ExitCode.FAILED;
        }
        spec.commandLine().getOut().println(token);
        return ExitCode.OK;
    }
}
