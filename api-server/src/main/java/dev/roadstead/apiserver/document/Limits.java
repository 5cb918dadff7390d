package dev.roadstead.apiserver.document;

/** What a document may cost at most. */
final class Limits {
    /** Objects and arrays inside each other. */
    static final int DEPTH = DocumentReader.MAX_DEPTH;

    /** Values of a YAML document, after its aliases were expanded. */
    static final int YAML_NODES = 200_000;

    /** Characters of a YAML document; the scanner's cost grows with its square on some inputs. */
    static final int YAML_CHARACTERS = 1 << 20;

    /** Characters of one line of YAML, for the same reason. */
    static final int YAML_LINE_CHARACTERS = 256 << 10;

    private Limits() {}
}
