package dev.roadstead.cli;

import dev.roadstead.apiserver.store.sealed.KeyFile;
import dev.roadstead.apiserver.store.sealed.KeyRing;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.daemon.Daemon;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a new key and has everything encrypted with it. */
@Command(
        name = "rotate",
        description = "Make a new key; the running server encrypts everything stored with it, without a pause.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead encryption rotate",
            "  roadstead encryption rotate --forget-old",
            "",
            "Old keys stay in the file, for older backups of the database, unless --forget-old is given. When several "
                    + "servers share a database, see docs/operations/database.md first."
        })
final class EncryptionRotateCommand implements Runnable {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMillis(500);

    @Mixin
    private EncryptionKeysOption keysOption;

    @Option(names = "--forget-old", description = "Remove the old keys when nothing is encrypted with them any more.")
    private boolean forgetOld;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        KeyFile file = keysOption.open();
        try {
            KeyRing keys = file.change(ring -> ring.withNewFirst(new SecureRandom()));
            out.println("new data is encrypted with " + keys.firstId());
            Daemon daemon = new Daemon(keysOption.dataDir().dataDir(), new Progress(out, Progress.Ticker.system()));
            if (daemon.running().isEmpty()) {
                out.println("the server does not run; it encrypts what is stored when it is started");
                return;
            }
            awaitReached(file, keys.firstId());
            out.println("everything stored is encrypted with " + keys.firstId());
            if (forgetOld) {
                file.change(ring -> forget(ring, keys.firstId()));
                out.println("the old keys are forgotten");
            }
        } catch (IOException e) {
            throw CliException.io("change the keys " + keysOption.path(), e, "who may write there?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another rotation meanwhile has made a newer key, with which the server encrypts by now. */
    private static KeyRing forget(KeyRing ring, String expectedFirst) {
        if (!ring.firstId().equals(expectedFirst)) {
            throw new CliException("the keys were rotated again meanwhile; all of them are kept");
        }
        return ring.onlyFirst();
    }

    private static void awaitReached(KeyFile file, String id) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!file.reached().equals(id)) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new CliException("the server has not encrypted everything within " + LIMIT.toMinutes()
                        + " minutes; see its log, and " + Invocation.of("encryption status"));
            }
            Thread.sleep(LOOK);
        }
    }
}
