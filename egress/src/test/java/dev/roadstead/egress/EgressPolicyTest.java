package dev.roadstead.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.address.Addresses;
import dev.roadstead.address.Cidr;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class EgressPolicyTest {
    private static final EgressPolicy POLICY = new EgressPolicy(List.of(Cidr.parse("10.1.0.0/16")));

    @Test
    void refusesWhatIsNotThePublicInternet() {
        for (String address : List.of(
                "127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "10.2.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "2002:7f00:1::",
                "fec0::1")) {
            assertThatThrownBy(() -> POLICY.demand(Addresses.parse(address)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("--egress-allow");
        }
    }

    /** As a resolver gives it; texts are never of this form. */
    @Test
    void refusesIpv4InIpv6AsDnsMaySayIt() throws Exception {
        byte[] bytes = new byte[16];
        bytes[10] = bytes[11] = (byte) 0xff;
        System.arraycopy(new byte[] {(byte) 169, (byte) 254, (byte) 169, (byte) 254}, 0, bytes, 12, 4);
        InetAddress mapped = Inet6Address.getByAddress(null, bytes, -1);
        assertThat(mapped).isInstanceOf(Inet6Address.class);
        assertThatThrownBy(() -> POLICY.demand(mapped))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("169.254.169.254");
    }

    @Test
    void allowsThePublicInternetAndWhatIsNamed() {
        for (String address : List.of("9.9.9.9", "172.32.0.1", "10.1.2.3", "2606:4700::1111", "223.255.255.254")) {
            assertThatCode(() -> POLICY.demand(Addresses.parse(address))).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesUrlsOfOtherForms() {
        for (String url : List.of(
                "http://example.com",
                "ftp://example.com",
                "file:///etc/passwd",
                "https://user@example.com",
                "https:///path",
                "http://localhost/",
                "http://10.0.0.1/",
                "gopher://127.0.0.1")) {
            assertThatThrownBy(() -> POLICY.demand(URI.create(url))).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void allowsHttpsAndPlainLoopback() {
        for (String url : List.of(
                "https://example.com/x?y", "HTTPS://[2001:db8::1]:8443/", "http://127.0.0.1:1/", "http://[::1]/")) {
            assertThatCode(() -> POLICY.demand(URI.create(url))).doesNotThrowAnyException();
        }
    }
}
