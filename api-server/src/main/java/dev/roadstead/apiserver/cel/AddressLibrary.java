package dev.roadstead.apiserver.cel;

import static dev.roadstead.apiserver.cel.TextLibrary.BOOL;
import static dev.roadstead.apiserver.cel.TextLibrary.INT;
import static dev.roadstead.apiserver.cel.TextLibrary.STRING;
import static dev.roadstead.apiserver.cel.TextLibrary.text;

import dev.cel.common.types.OpaqueType;
import dev.roadstead.address.Addresses;
import dev.roadstead.address.Cidr;
import dev.roadstead.apiserver.cel.Library.Operand;
import java.net.InetAddress;
import java.util.List;

/** Kubernetes' functions on IP addresses and blocks of them. */
final class AddressLibrary {
    private static final Operand IP = new Operand(OpaqueType.create("net.IP"), InetAddress.class);
    private static final Operand CIDR = new Operand(OpaqueType.create("net.CIDR"), Cidr.class);
    private static final List<Operand> ONE_IP = List.of(IP);
    private static final List<Operand> ONE_CIDR = List.of(CIDR);
    private static final List<Operand> TEXT = List.of(STRING);
    private static final List<Operand> CIDR_AND_TEXT = List.of(CIDR, STRING);

    private AddressLibrary() {}

    static Library library() {
        Library library = new Library();
        addresses(library);
        blocks(library);
        return library;
    }

    private static void addresses(Library library) {
        library.global("ip", "string_to_ip", IP, TEXT, a -> Addresses.parse(text(a, 0)))
                .global("isIP", "is_ip", BOOL, TEXT, a -> Addresses.is(text(a, 0)))
                .global(
                        "ip.isCanonical",
                        "ip_is_canonical",
                        BOOL,
                        TEXT,
                        a -> Addresses.text(Addresses.parse(text(a, 0))).equals(text(a, 0)))
                .global("string", "ip_to_string", STRING, ONE_IP, a -> Addresses.text(ip(a, 0)))
                .member("family", "ip_family", INT, ONE_IP, a -> ip(a, 0).getAddress().length == 4 ? 4L : 6L)
                .member("isUnspecified", "ip_is_unspecified", BOOL, ONE_IP, a -> ip(a, 0).isAnyLocalAddress())
                .member("isLoopback", "ip_is_loopback", BOOL, ONE_IP, a -> ip(a, 0).isLoopbackAddress())
                .member(
                        "isLinkLocalUnicast",
                        "ip_is_link_local_unicast",
                        BOOL,
                        ONE_IP,
                        a -> ip(a, 0).isLinkLocalAddress())
                .member(
                        "isLinkLocalMulticast",
                        "ip_is_link_local_multicast",
                        BOOL,
                        ONE_IP,
                        a -> ip(a, 0).isMCLinkLocal())
                .member("isGlobalUnicast", "ip_is_global_unicast", BOOL, ONE_IP, a -> isGlobalUnicast(ip(a, 0)));
    }

    private static void blocks(Library library) {
        library.global("cidr", "string_to_cidr", CIDR, TEXT, a -> Cidr.parse(text(a, 0)))
                .global("isCIDR", "is_cidr", BOOL, TEXT, a -> isCidr(text(a, 0)))
                .global("string", "cidr_to_string", STRING, ONE_CIDR, a -> cidr(a).toString())
                .member("containsIP", "cidr_contains_ip", BOOL, List.of(CIDR, IP), a -> cidr(a).contains(ip(a, 1)))
                .member(
                        "containsIP",
                        "cidr_contains_ip_string",
                        BOOL,
                        CIDR_AND_TEXT,
                        a -> cidr(a).contains(Addresses.parse(text(a, 1))))
                .member(
                        "containsCIDR",
                        "cidr_contains_cidr",
                        BOOL,
                        List.of(CIDR, CIDR),
                        a -> cidr(a).contains((Cidr) a[1]))
                .member(
                        "containsCIDR",
                        "cidr_contains_cidr_string",
                        BOOL,
                        CIDR_AND_TEXT,
                        a -> cidr(a).contains(Cidr.parse(text(a, 1))))
                .member("ip", "cidr_ip", IP, ONE_CIDR, a -> cidr(a).address())
                .member("masked", "cidr_masked", CIDR, ONE_CIDR, a -> cidr(a).masked())
                .member("prefixLength", "cidr_prefix_length", INT, ONE_CIDR, a -> (long) cidr(a).prefixLength());
    }

    private static InetAddress ip(Object[] arguments, int index) {
        return (InetAddress) arguments[index];
    }

    private static Cidr cidr(Object[] arguments) {
        return (Cidr) arguments[0];
    }

    private static boolean isGlobalUnicast(InetAddress ip) {
        return !(ip.isAnyLocalAddress()
                || ip.isLoopbackAddress()
                || ip.isLinkLocalAddress()
                || ip.isMulticastAddress());
    }

    private static boolean isCidr(String text) {
        try {
            Cidr.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
