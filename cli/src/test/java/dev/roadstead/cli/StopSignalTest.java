package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.client.ApiCallException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopSignalTest {
    private final StopSignal signal = new StopSignal(Duration.ofSeconds(1));

    @Test
    void whatStartsIsInterruptedByASignal() throws Exception {
        CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            begun.join();
            signal.ask();
        });

        assertThat(signal.<String>unlessAsked(() -> {
                    begun.complete(null);
                    new CountDownLatch(1).await();
                    return "started";
                }))
                .isNull();
        asking.join();
        assertThat(Thread.currentThread().isInterrupted())
                .as("closing may wait")
                .isFalse();
        assertThat(signal.await(Duration.ZERO)).isTrue();
    }

    /** As a client does that cannot throw an InterruptedException. */
    @Test
    void aStartThatFailsByTheInterruptIsNoFailure() throws Exception {
        signal.ask();

        assertThat(signal.<String>unlessAsked(() -> {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    throw new ApiCallException(0, "", "GET /api: interrupted", null);
                }))
                .isNull();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void withoutASignalEverythingIsAsItIs() throws Exception {
        assertThat(signal.<String>unlessAsked(() -> "started")).isEqualTo("started");
        assertThatThrownBy(() -> signal.unlessAsked(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        signal.ask();
        assertThat(Thread.currentThread().isInterrupted())
                .as("the start is over")
                .isFalse();
    }
}
