package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import io.vertx.core.buffer.Buffer;

/** A watch as one HTTP answer that grows: what waits at the same time is sent in one piece. */
final class ChunkedSink implements EventSink {
    private final Exchange exchange;
    private Buffer part = Buffer.buffer();

    ChunkedSink(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void open() throws InterruptedException {
        exchange.begin(200, Exchange.JSON);
        // The head goes out at once: clients wait for it before they take the watch for established.
        exchange.write(part);
    }

    @Override
    public void refuse(ApiFault fault) {
        throw new ApiException(fault);
    }

    @Override
    public void add(byte[] line) {
        part.appendBytes(line);
    }

    @Override
    public int pending() {
        return part.length();
    }

    @Override
    public void flush() throws InterruptedException {
        if (part.length() > 0) {
            Buffer full = part;
            part = Buffer.buffer();
            exchange.write(full);
        }
    }

    @Override
    public void end() {
        exchange.end();
    }
}
