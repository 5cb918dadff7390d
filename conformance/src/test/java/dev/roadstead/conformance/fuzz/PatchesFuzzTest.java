package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.patch.Patches;
import java.util.List;

final class PatchesFuzzTest {
    private static final List<PatchType> TYPES = List.of(PatchType.JSON, PatchType.MERGE, PatchType.STRATEGIC);

    /** A patch never changes the object that it is applied to. */
    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void appliesPatches(byte[] patch) {
        ObjectNode current = Kinds.yaml("/bad-input/good/widget.yaml");
        ObjectNode before = current.deepCopy();
        for (PatchType type : TYPES) {
            Bounds.within(() -> Patches.apply(type, current, patch, Kinds.WIDGETS));
            if (!current.equals(before)) {
                throw new AssertionError(type + " changed the current object to " + current);
            }
        }
    }
}
