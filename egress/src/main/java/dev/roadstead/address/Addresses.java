package dev.roadstead.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** IP addresses by their text; never a look-up of names. */
public final class Addresses {
    private static final int LONGEST = 45;

    private Addresses() {}

    /**
     * An address without a zone.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static InetAddress parse(String text) {
        boolean six = text.contains(":");
        if (text.length() <= LONGEST
                && text.matches(six ? "[0-9a-fA-F:.]+" : "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            return six ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text);
        }
        throw new IllegalArgumentException("\"" + text + "\" is no IP address");
    }

    public static boolean is(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The shortest form: RFC 5952 for IPv6. */
    public static String text(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        String[] groups = address.getHostAddress().split(":", -1);
        int bestStart = -1;
        int bestLength = 1;
        for (int start = 0; start < groups.length; start++) {
            int length = 0;
            while (start + length < groups.length && groups[start + length].equals("0")) {
                length++;
            }
            if (length > bestLength) {
                bestStart = start;
                bestLength = length;
            }
        }
        if (bestStart < 0) {
            return String.join(":", groups);
        }
        return join(groups, 0, bestStart) + "::" + join(groups, bestStart + bestLength, groups.length);
    }

    private static String join(String[] groups, int from, int to) {
        return String.join(":", Arrays.asList(groups).subList(from, to));
    }
}
