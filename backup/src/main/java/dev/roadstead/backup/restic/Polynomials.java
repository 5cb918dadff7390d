package dev.roadstead.backup.restic;

import dev.roadstead.backup.crypto.SealingKey;
import java.nio.ByteBuffer;

/**
 * Polynomials over GF(2), bit i being the coefficient of x^i. restic's chunker needs an irreducible one of degree 53 in
 * each repository, and refuses to open one without.
 */
final class Polynomials {
    static final int DEGREE = 53;

    private Polynomials() {}

    static long randomIrreducible() {
        while (true) {
            long random = ByteBuffer.wrap(SealingKey.randomBytes(Long.BYTES)).getLong();
            long candidate = (random & ((1L << DEGREE) - 1)) | (1L << DEGREE) | 1;
            if (isIrreducible(candidate)) {
                return candidate;
            }
        }
    }

    /** Ben-Or's test: a factor of degree i divides x^(2^i) - x. */
    static boolean isIrreducible(long f) {
        long power = 2;
        for (int i = 1; i <= degree(f) / 2; i++) {
            power = multiply(power, power, f);
            if (gcd(f, power ^ 2) != 1) {
                return false;
            }
        }
        return true;
    }

    private static long multiply(long a, long b, long modulus) {
        long product = 0;
        long top = 1L << degree(modulus);
        for (long shifted = a; b != 0; b >>>= 1) {
            product ^= (b & 1) * shifted;
            shifted <<= 1;
            if ((shifted & top) != 0) {
                shifted ^= modulus;
            }
        }
        return product;
    }

    private static long gcd(long a, long b) {
        while (b != 0) {
            long rest = a;
            while (rest != 0 && degree(rest) >= degree(b)) {
                rest ^= b << (degree(rest) - degree(b));
            }
            a = b;
            b = rest;
        }
        return a;
    }

    private static int degree(long f) {
        return 63 - Long.numberOfLeadingZeros(f);
    }
}
