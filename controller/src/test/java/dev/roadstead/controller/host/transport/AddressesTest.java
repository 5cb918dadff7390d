package dev.roadstead.controller.host.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A name with several addresses. */
class AddressesTest {
    private static final List<InetAddress> ADDRESSES =
            List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));

    private final List<String> tried = new ArrayList<>();

    @Test
    void theSecondIsTriedWhenTheFirstDoesNotAnswerInItsShareOfTheTime() throws IOException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        String answered = Addresses.first(ADDRESSES, deadline, (address, share) -> {
            tried.add(address.getHostAddress());
            if (tried.size() == 1) {
                assertThat(share.remaining()).isLessThanOrEqualTo(Duration.ofSeconds(10));
                throw new ConnectException("refused");
            }
            return address.getHostAddress();
        });
        assertThat(answered).isEqualTo("192.0.2.2");
        assertThat(tried).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void whoIsBarredAsksNoOtherAddress() {
        assertThatThrownBy(() -> Addresses.first(ADDRESSES, Deadline.in(Duration.ofSeconds(20)), (address, _) -> {
                    tried.add(address.getHostAddress());
                    throw new BarredException("no");
                }))
                .isInstanceOf(BarredException.class);
        assertThat(tried).containsExactly("192.0.2.1");
    }
}
