package dev.roadstead.cli;

import dev.roadstead.cli.daemon.DataDir;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data-dir}, the same for every command that has it. */
final class DataDirOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:ROADSTEAD_HOME:-${env:HOME:-.}/.roadstead}",
            description = "Folder of everything that Roadstead keeps; by default $$ROADSTEAD_HOME, else ~/.roadstead.")
    private Path path;

    /** The folder that is used when nothing names one. */
    static Path usual() {
        return Path.of(System.getenv().getOrDefault("HOME", "."), ".roadstead");
    }

    DataDir dataDir() {
        return dataDir(path);
    }

    /** What the option means with this value. */
    static DataDir dataDir(Path value) {
        return new DataDir(value.toAbsolutePath().normalize());
    }
}
