package dev.roadstead.egress;

import dev.roadstead.address.Addresses;
import dev.roadstead.address.Cidr;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which places the server may call on behalf of somebody. Thread-safe.
 *
 * @param allowed blocks that may be called though they are not of the public internet
 */
public record EgressPolicy(List<Cidr> allowed) {
    /** For whom the machine is: all places may be called. */
    public static final EgressPolicy ALL = new EgressPolicy(List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")));

    /** What is not the public internet, or leads to the same by another way (IANA special-purpose registries). */
    private static final List<Cidr> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/96",
                    "::ffff:0:0:0/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Cidr::parse)
            .toList();

    public EgressPolicy {
        allowed = List.copyOf(allowed);
    }

    /**
     * Demands a URL that may be called, before its name is resolved: https with a host, and no user in it; http for a literal
     * address of loopback only.
     *
     * @throws RefusedException if it is none
     */
    public void demand(URI url) throws RefusedException {
        String scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw new RefusedException("the URL must have a host and no user, such as https://login.example.com");
        }
        boolean plain = scheme.equalsIgnoreCase("http") && isLoopback(host(url));
        if (!plain && !scheme.equalsIgnoreCase("https")) {
            throw new RefusedException("the URL begins with " + scheme + "://, expected https://");
        }
    }

    /**
     * Demands an address that may be called.
     *
     * @throws RefusedException if it is not of the public internet, and not allowed
     */
    public void demand(InetAddress given) throws RefusedException {
        InetAddress address = unmapped(given);
        boolean special = SPECIAL.stream().anyMatch(block -> block.contains(address));
        if (special && allowed.stream().noneMatch(block -> block.contains(address))) {
            throw new RefusedException(Addresses.text(address) + " is no address of the public internet;"
                    + " the server's option --egress-allow names others that may be called");
        }
    }

    /**
     * Resolves a name and demands each of its addresses, so that a second answer of its DNS server gains nothing. Takes as
     * long as the machine's resolver does.
     *
     * @param host a name, or a literal address without brackets
     * @return at least one, all to be called; IPv4 as such
     * @throws RefusedException if one of them may not be called
     * @throws UnknownHostException if it has none
     */
    public InetAddress[] resolve(String host) throws UnknownHostException, RefusedException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = unmapped(addresses[i]);
            demand(addresses[i]);
        }
        return addresses;
    }

    /** DNS may answer with an IPv6 address that stands for an IPv4 one (RFC 4291, section 2.5.5.2); Linux calls that. */
    private static InetAddress unmapped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }

    /** Without the brackets that a URL puts around IPv6. */
    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isLoopback(String host) {
        return Addresses.is(host) && Addresses.parse(host).isLoopbackAddress();
    }
}
