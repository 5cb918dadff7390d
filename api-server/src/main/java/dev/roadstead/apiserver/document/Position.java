package dev.roadstead.apiserver.document;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record Position(int line, int column) {
    /**
     * Of a character.
     *
     * @param index from 0
     */
    static Position of(String text, int index) {
        String before = text.substring(0, Math.min(index, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, before.length() - before.lastIndexOf('\n'));
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
