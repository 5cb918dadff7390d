package dev.roadstead.apiserver.document;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record Position(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
