package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/**
 * A watch as text messages, one for each event. Once a WebSocket is asked for, faults are told in it: its clients do not
 * read the body of an answer that is no upgrade.
 */
final class WebSocketSink implements EventSink {
    private final ServerWebSocket socket;
    private Future<Void> last = Future.succeededFuture();
    private int pending;

    WebSocketSink(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public void open() {
        // The upgrade has told it.
    }

    @Override
    public void refuse(ApiFault fault) throws InterruptedException {
        add(WatchFrames.error(StatusJson.render(fault)));
        flush();
        end();
    }

    @Override
    public void add(byte[] line) {
        last = socket.writeTextMessage(new String(line, StandardCharsets.UTF_8));
        pending += line.length;
    }

    @Override
    public int pending() {
        return pending;
    }

    @Override
    public void flush() throws InterruptedException {
        pending = 0;
        if (last.failed() || socket.writeQueueFull()) {
            Exchange.await(last, socket::close);
        }
    }

    @Override
    public void end() {
        socket.close();
    }
}
