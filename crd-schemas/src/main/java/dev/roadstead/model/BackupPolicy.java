package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often a Volume is backed up, where to, and what is kept. */
@Doc("How often a Volume is backed up, where to, and what is kept.")
public record BackupPolicy(
        @Doc("Name of the BackupRepository.") @Size(min = 1, max = 253)
        String repository,

        @Doc("When: minute, hour, day of month, month, day of week. A run that was missed is made up for once.")
        @Nullable
        @Pattern(BackupPolicy.CRON)
        @Size(max = 100)
        String schedule,

        @Doc("Time zone of the schedules, such as Europe/Berlin.") @Default("\"UTC\"") @Size(min = 1, max = 64)
        String timeZone,

        @Doc("By how much a run may begin later, so that not all begin at once; the same for a Volume every time.")
        @Default("\"0s\"")
        Duration jitter,

        @Doc("What is done to the containers that use the Volume meanwhile.") @Default("\"Hot\"")
        Consistency consistency,

        @Doc("Commands run in the containers that use the Volume.") @Nullable
        Hooks hooks,

        @Doc("Which backups are kept; all when absent.") @Nullable
        Retention retention,

        @Doc("Restores that are tried and compared.") @Nullable
        Verify verify,

        @Doc("Age of the newest backup found right, above which condition BackedUp is False; twice the time between two"
                + " runs when absent.")
        @Nullable
        @Pattern(GoDuration.POSITIVE)
        Duration alertAfter) {

    /** Five fields of numbers, names, ranges, lists and steps; what they mean is checked by the controller. */
    public static final String CRON = "^[0-9A-Za-z*/,?#-]+( [0-9A-Za-z*/,?#-]+){4}$";

    /** What is done to the containers meanwhile. */
    public enum Consistency {
        @Doc("Nothing: files that change meanwhile may be half old, half new; the backup says when there were such.")
        Hot,
        @Doc("They are paused while their files are read.")
        Pause,
        @Doc("They are stopped while their files are read.")
        Stop
    }

    /** Commands run in the containers. */
    public record Hooks(
            @Doc(
                    "Before the files are read, and before containers are paused or stopped. Its failure fails the backup.")
            @Nullable
            Hook pre,

            @Doc("After the files were read and the containers run again, even if the backup failed.") @Nullable
            Hook post) {}

    /** A command run in each container that uses the Volume. */
    public record Hook(
            @Doc("The command.") HealthCheck.Exec exec,

            @Doc("How long it may take.") @Default("\"10m\"") @Pattern(GoDuration.POSITIVE)
            Duration timeout) {}

    /** Which backups are kept; a backup is kept when any of these keeps it. */
    @Rule(
            value = "has(self.keepLast) || has(self.keepDaily) || has(self.keepWeekly) || has(self.keepMonthly) ||"
                    + " has(self.maxAge)",
            message = "retention that keeps nothing: give at least one of keepLast, keepDaily, keepWeekly, keepMonthly,"
                    + " maxAge")
    public record Retention(
            @Doc("The newest ones.") @Nullable @Range(min = 1, max = 10000)
            Integer keepLast,

            @Doc("The newest of each of so many days that have one.") @Nullable @Range(min = 1, max = 10000)
            Integer keepDaily,

            @Doc("The newest of each of so many weeks that have one.") @Nullable @Range(min = 1, max = 10000)
            Integer keepWeekly,

            @Doc("The newest of each of so many months that have one.") @Nullable @Range(min = 1, max = 10000)
            Integer keepMonthly,

            @Doc("Those that are not older; alone, it keeps all of them.") @Nullable @Pattern(GoDuration.POSITIVE)
            Duration maxAge) {}

    /** Restores that are tried. */
    public record Verify(
            @Doc("When the newest backup is restored into a scratch volume and compared.")
            @Pattern(BackupPolicy.CRON)
            @Size(max = 100)
            String schedule,

            @Doc("A command that looks at what was restored and was found the same.") @Nullable
            Check check) {}

    /** A command that looks at what was restored. */
    @Doc(
            "A command that looks at what was restored. It runs in a container of its own in the namespace's network, under its"
                    + " policy level; what was restored is at /restored and may be changed. An exit code other than 0 speaks"
                    + " against the backup.")
    public record Check(
            @Doc("Image reference, as docker pull takes it.")
            @Size(min = 1, max = 255)
            @Pattern(ContainerTemplate.IMAGE)
            String image,

            @Doc("Program and arguments, in place of the image's; no shell is involved.") @Size(min = 1, max = 256)
            List<String> command,

            @Doc("User, or user:group, by name or number; the image's when absent.")
            @Nullable
            @Pattern(ContainerTemplate.USER)
            String user,

            @Doc("Bytes of memory that it may use; 512Mi when absent.") @Nullable
            Quantity memory,

            @Doc("How long it may take.") @Default("\"10m\"") @Pattern(GoDuration.POSITIVE)
            Duration timeout) {}
}
