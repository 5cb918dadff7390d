package dev.roadstead.apiserver.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several guards in their order. */
record Guards(List<WriteGuard> guards) implements WriteGuard {
    @Override
    public void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        guards.forEach(guard -> guard.check(target, current, next, caller));
    }

    @Override
    public void checkDeletion(Target target, ObjectNode current, Caller caller) {
        guards.forEach(guard -> guard.checkDeletion(target, current, caller));
    }

    @Override
    public void written(Target target, long revision) {
        guards.forEach(guard -> guard.written(target, revision));
    }

    @Override
    public boolean maySee(Target other, Caller caller) {
        return guards.stream().allMatch(guard -> guard.maySee(other, caller));
    }
}
