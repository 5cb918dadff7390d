package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

final class ListenAddressTest {
    @Test
    void whoListensEverywhereIsReachedByLoopback() throws IOException {
        for (String host : new String[] {"0.0.0.0", "::"}) {
            ListenAddress everywhere = new ListenAddress(host);
            assertThat(everywhere.url(6443)).hasToString("https://127.0.0.1:6443");
            assertThat(everywhere.names())
                    .contains("localhost", InetAddress.getLocalHost().getHostName())
                    .doesNotContain(host);
        }
    }

    @Test
    void anAddressIsReachedAsItIs() throws IOException {
        assertThat(new ListenAddress("2001:db8::1").url(6443)).hasToString("https://[2001:db8::1]:6443");
        assertThat(new ListenAddress("10.0.0.1").url(1)).hasToString("https://10.0.0.1:1");
        assertThat(new ListenAddress("api.example").names()).contains("api.example", "127.0.0.1", "::1");
    }
}
