package dev.roadstead.cli;

import dev.roadstead.cli.volumes.VolumeTables;
import dev.roadstead.model.ResourceType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists Docker volumes that no Volume has. */
@Command(
        name = "retained",
        description = "List data that outlived its Volume. A new Volume of the name uses it again.",
        mixinStandardHelpOptions = true)
final class VolumeRetainedCommand implements Runnable {
    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        VolumeTables.retained(NodeChange.with(
                        dataDirOption.dataDir(),
                        api -> api.list(ResourceType.NODE).items()))
                .forEach(spec.commandLine().getOut()::println);
    }
}
