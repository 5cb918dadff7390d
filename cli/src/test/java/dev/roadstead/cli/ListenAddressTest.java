package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void readsHostAndPort() {
        assertThat(ListenAddress.parse("127.0.0.1:7443")).isEqualTo(new ListenAddress("127.0.0.1", 7443));
        assertThat(ListenAddress.parse("localhost:0")).isEqualTo(new ListenAddress("localhost", 0));
        assertThat(ListenAddress.parse("[::1]:7443")).isEqualTo(new ListenAddress("::1", 7443));
    }

    @Test
    void printsWhatItReads() {
        for (String text : List.of("127.0.0.1:7443", "[::1]:65535", "host.example:0")) {
            assertThat(ListenAddress.parse(text)).hasToString(text);
        }
    }

    @Test
    void saysWhatIsWrong() {
        for (String text : List.of("", "7443", ":7443", "host:", "host:port", "::1:7443", "http://host:1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ListenAddress.parse(text))
                    .withMessageContaining("'" + text + "' is not HOST:PORT");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenAddress.parse("host:65536"))
                .withMessageContaining("65536")
                .withMessageContaining("between 0 and 65535");
    }
}
