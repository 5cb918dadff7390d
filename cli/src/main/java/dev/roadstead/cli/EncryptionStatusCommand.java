package dev.roadstead.cli;

import dev.roadstead.apiserver.store.sealed.KeyFile;
import dev.roadstead.apiserver.store.sealed.KeyRing;
import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which keys there are and which one the data is under. */
@Command(
        name = "status",
        description = "Say which keys there are, and whether everything stored is encrypted with the first.",
        mixinStandardHelpOptions = true)
final class EncryptionStatusCommand implements Runnable {
    @Mixin
    private EncryptionKeysOption keysOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        KeyFile file = keysOption.open();
        KeyRing keys = file.get();
        out.println("%-14s%s".formatted("file", keysOption.path()));
        out.println("%-14s%s".formatted("encrypts", keys.firstId()));
        out.println("%-14s%s".formatted("decrypt", String.join(", ", keys.ids())));
        out.println("%-14s%s".formatted("stored data", stored(file, keys)));
    }

    private String stored(KeyFile file, KeyRing keys) {
        try {
            return file.reached().equals(keys.firstId())
                    ? "all under " + keys.firstId()
                    : "not all under " + keys.firstId() + " yet; a running server is at it";
        } catch (IOException e) {
            throw CliException.io("read the state of " + keysOption.path(), e, "who may read the folder?");
        }
    }
}
