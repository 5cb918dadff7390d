package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class WebSocketWatchTest {
    private static final String CLOSED = "closed";

    @Test
    void eachEventIsOneTextMessage(TestApi api) throws Exception {
        api.createWidget("a", "{\"size\": 1}");
        Messages messages = new Messages();
        WebSocket socket = connect(api, "?watch=true", messages);

        messages.next("ADDED", "a");
        api.createWidget("b", "{\"size\": 1, \"color\": \"" + "ü".repeat(40_000) + "\"}");
        ObjectNode added = messages.next("ADDED", "b");
        assertThat(added.at("/object/spec/color").asText()).hasSize(40_000);
        api.delete(api.widgets("a")).expect(200);
        messages.next("DELETED", "a");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
        assertThat(messages.poll()).isEqualTo(CLOSED);
    }

    @Test
    void itEndsAtItsTimeoutAndTellsThatARevisionIsTooOld(TestApi api) throws Exception {
        Messages messages = new Messages();
        connect(api, "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true", messages);
        assertThat(TestApi.parse(messages.poll()).path("type").asText()).isEqualTo("BOOKMARK");
        assertThat(messages.poll()).isEqualTo(CLOSED);

        Messages future = new Messages();
        connect(api, "?watch=true&resourceVersion=999999999", future);
        ObjectNode error = TestApi.parse(future.poll());
        assertThat(error.path("type").asText()).isEqualTo("ERROR");
        assertThat(error.at("/object/code").asInt()).isEqualTo(504);
        assertThat(future.poll()).isEqualTo(CLOSED);
    }

    @Test
    void anUpgradeOfWhatIsNoWatchIsAnsweredPlainly(TestApi api) throws Exception {
        assertThat(api.rawStatusLine(
                        "/livez",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
                .startsWith("HTTP/1.1 200");
    }

    private static WebSocket connect(TestApi api, String query, Messages messages) throws Exception {
        URI url = URI.create("wss" + api.url().toString().substring("https".length()) + api.widgets() + query);
        return api.client()
                .newWebSocketBuilder()
                .header("Authorization", api.authorization())
                .subprotocols("base64.binary.k8s.io")
                .buildAsync(url, messages)
                .get(10, TimeUnit.SECONDS);
    }

    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        ObjectNode next(String type, String name) throws InterruptedException {
            ObjectNode event = TestApi.parse(poll());
            assertThat(event.path("type").asText()).as(event.toString()).isEqualTo(type);
            assertThat(event.at("/object/metadata/name").asText()).isEqualTo(name);
            return event;
        }

        String poll() throws InterruptedException {
            String next = received.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("a message within 10 s").isNotNull();
            return next;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                received.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            received.add(CLOSED);
            return null;
        }
    }
}
