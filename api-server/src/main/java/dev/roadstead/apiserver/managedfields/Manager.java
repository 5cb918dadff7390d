package dev.roadstead.apiserver.managedfields;

/**
 * Whose fields an entry of {@code metadata.managedFields} lists.
 *
 * @param name as the client gives it, or its user agent up to the slash
 * @param apiVersion that an update was written in; empty for apply, whose entry moves on to other versions
 * @param subresource through which it writes; empty for the object itself
 */
record Manager(String name, Operation operation, String apiVersion, String subresource) implements Comparable<Manager> {
    /** In the order of entries. */
    enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String written;

        Operation(String written) {
            this.written = written;
        }

        String written() {
            return written;
        }
    }

    static Manager applier(String name, String subresource) {
        return new Manager(name, Operation.APPLY, "", subresource);
    }

    static Manager updater(String name, String apiVersion, String subresource) {
        return new Manager(name, Operation.UPDATE, apiVersion, subresource);
    }

    /** As conflicts name it: {@code "kubectl-edit" with subresource "status" using v1}. */
    String describe() {
        String through = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
        String using = operation == Operation.UPDATE ? " using " + apiVersion : "";
        return "\"" + name + "\"" + through + using;
    }

    @Override
    public int compareTo(Manager other) {
        int byOperation = operation.compareTo(other.operation);
        int byName = byOperation != 0 ? byOperation : name.compareTo(other.name);
        int byVersion = byName != 0 ? byName : apiVersion.compareTo(other.apiVersion);
        return byVersion != 0 ? byVersion : subresource.compareTo(other.subresource);
    }
}
