package dev.roadstead.apiserver.managedfields;

import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fields that an apply would take from the managers that own them. Immutable. */
record Conflicts(SortedMap<Manager, FieldSet> fields) {
    /** With everybody but the applier itself. */
    static Conflicts of(ManagedFields managers, Manager applier, FieldSet written) {
        SortedMap<Manager, FieldSet> fields = new TreeMap<>();
        managers.entries().forEach((manager, entry) -> {
            FieldSet taken = entry.fields().intersection(written);
            if (!manager.equals(applier) && !taken.isEmpty()) {
                fields.put(manager, taken);
            }
        });
        return new Conflicts(Collections.unmodifiableSortedMap(fields));
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Without fields that may be taken. */
    Conflicts except(FieldSet allowed) {
        SortedMap<Manager, FieldSet> rest = new TreeMap<>();
        fields.forEach((manager, taken) -> {
            FieldSet left = taken.minus(allowed);
            if (!left.isEmpty()) {
                rest.put(manager, left);
            }
        });
        return new Conflicts(Collections.unmodifiableSortedMap(rest));
    }

    /** In the words of Kubernetes, which kubectl shows with its advice. */
    ApiFault fault() {
        List<Cause> causes = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        for (Map.Entry<Manager, FieldSet> entry : fields.entrySet()) {
            String manager = entry.getKey().describe();
            list.append(list.isEmpty() ? "" : "\n")
                    .append("conflicts with ")
                    .append(manager)
                    .append(':');
            for (String path : entry.getValue().paths()) {
                causes.add(new Cause("FieldManagerConflict", "conflict with " + manager, path));
                list.append("\n- ").append(path);
            }
        }
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.getFirst().message() + ": "
                        + causes.getFirst().field()
                : "Apply failed with " + causes.size() + " conflicts: " + list;
        return new ApiFault.ApplyConflict(message, causes);
    }
}
