package dev.roadstead.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that teaches a shell the commands and options, and to ask the server for names. */
@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(roadstead completion bash)",
            "  source <(roadstead completion zsh)     in ~/.zshrc, after any compinit"
        })
final class CompletionCommand implements Runnable {
    /** Shells that there is a script for. */
    enum Shell {
        bash,
        zsh
    }

    /** The script itself is bash's; zsh reads it through this emulation. Who has loaded compinit need not do it twice. */
    private static final String FOR_ZSH = """
            (( $+functions[compdef] )) || { autoload -U +X compinit && compinit; }
            autoload -U +X bashcompinit && bashcompinit
            """;

    /** Where picocli's function has nothing to offer, a name of an object may be wanted, which the program knows. */
    private static final String NAMES = """

            function _roadstead_words_and_names() {
              _complete_roadstead "$@"
              [ ${#COMPREPLY[@]} -eq 0 ] || return 0
              local typed="${COMP_WORDS[COMP_CWORD]}"
              local IFS=$'\\n'
              COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" complete-names -- "${COMP_WORDS[@]:1:$COMP_CWORD}" 2>/dev/null)" -- "$typed") )
            }
            complete -o default -F _roadstead_words_and_names roadstead
            """;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (shell == Shell.zsh) {
            out.print(FOR_ZSH);
        }
        out.println(AutoComplete.bash("roadstead", spec.root().commandLine()));
        out.print(NAMES);
        out.flush();
    }
}
