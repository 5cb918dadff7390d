package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to tell that a container works. */
@OneOf({"http", "tcp", "exec"})
public record HealthCheck(
        @Doc("An HTTP GET to the container's address.") @Nullable
        Http http,

        @Doc("A TCP connection to the container's address.") @Nullable
        Tcp tcp,

        @Doc("A command in the container that exits with 0.") @Nullable
        Exec exec,

        @Doc("Time between checks; more than 0.") @Default("\"10s\"") @Pattern(GoDuration.POSITIVE)
        Duration interval,

        @Doc("How long one check may take; more than 0.") @Default("\"5s\"") @Pattern(GoDuration.POSITIVE)
        Duration timeout,

        @Doc("Failures in a row after which the container is unhealthy, and is started again.")
        @Default("3")
        @Range(min = 1, max = 100)
        int retries,

        @Doc("Time after the start during which failures do not count.") @Default("\"0s\"")
        Duration startPeriod) {

    /** An HTTP check. */
    public record Http(
            @Doc("Path and query.") @Default("\"/\"") @Pattern("^/[^\\s]*$") @Size(max = 2048)
            String path,

            @Doc("Number or name of a port.") IntOrString port,

            @Doc("Status code that counts as healthy; any from 200 to 399 when absent.")
            @Nullable
            @Range(min = 100, max = 599)
            Integer expect) {}

    /** A TCP check. */
    public record Tcp(@Doc("Number or name of a port.") IntOrString port) {}

    /** A check by command. */
    public record Exec(
            @Doc("Program and arguments; no shell is involved.") @Size(min = 1, max = 64)
            List<String> command) {}
}
