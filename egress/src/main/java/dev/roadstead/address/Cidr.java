package dev.roadstead.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
public record Cidr(InetAddress address, int prefixLength) {
    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no CIDR, as 10.0.0.0/8");
        }
        InetAddress address = Addresses.parse(text.substring(0, slash));
        int length = Integer.parseInt(text.substring(slash + 1));
        if (length > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("\"" + text + "\" has a prefix longer than its address");
        }
        return new Cidr(address, length);
    }

    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && prefix(other).equals(prefix(address));
    }

    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.address);
    }

    /** The same block by its first address. */
    public Cidr masked() {
        byte[] bytes = address.getAddress().clone();
        for (int bit = prefixLength; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        try {
            return new Cidr(InetAddress.getByAddress(bytes), prefixLength);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes are those of an address", e);
        }
    }

    @Override
    public String toString() {
        return Addresses.text(address) + "/" + prefixLength;
    }

    private BigInteger prefix(InetAddress of) {
        return new BigInteger(1, of.getAddress()).shiftRight(address.getAddress().length * Byte.SIZE - prefixLength);
    }
}
