package dev.roadstead.apiserver.registry;

import java.util.random.RandomGenerator;

/** Names from {@code metadata.generateName}, as Kubernetes makes them: the prefix and five characters. */
final class NameGenerator {
    /** No vowels and no look-alikes, so that no words arise. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;
    private static final int MAX_PREFIX = 58;

    private final RandomGenerator random;

    NameGenerator(RandomGenerator random) {
        this.random = random;
    }

    String generate(String prefix) {
        StringBuilder name = new StringBuilder(prefix.substring(0, Math.min(prefix.length(), MAX_PREFIX)));
        for (int i = 0; i < SUFFIX; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
