package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.digest.Sha256;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Codes for whoever lost the second factor. Each has 80 random bits, so its plain digest is as good as a slow one. Pure but
 * for the random numbers.
 */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int BYTES = 10;
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    /** As {@code abcd-efgh-ijkl-mnop}. */
    static List<String> make(SecureRandom random) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String plain = Base32.encode(bytes).toLowerCase(Locale.ROOT);
            codes.add(plain.replaceAll("(.{" + GROUP + "})(?!$)", "$1-"));
        }
        return codes;
    }

    /** What is kept of a code, as people type it. */
    static String digest(String code) {
        String plain = code.toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "");
        return HexFormat.of().formatHex(Sha256.of(plain));
    }
}
