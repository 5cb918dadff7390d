package dev.roadstead.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One client that rests between its requests, as people and controllers do: what it feels of others' load. */
public final class Paced {
    private static final Duration REST = Duration.ofMillis(2);

    private Paced() {}

    public static Latencies runFor(Duration time, ClosedLoop.Connector connector)
            throws IOException, InterruptedException {
        Latencies.Recorder recorder = new Latencies.Recorder();
        long end = System.nanoTime() + time.toNanos();
        try (Operation operation = connector.connect(0)) {
            while (System.nanoTime() < end) {
                long begin = System.nanoTime();
                operation.run();
                recorder.add(System.nanoTime() - begin);
                Thread.sleep(REST);
            }
        }
        return Latencies.of(List.of(recorder));
    }
}
