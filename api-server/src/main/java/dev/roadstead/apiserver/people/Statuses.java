package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import java.util.function.Consumer;

/** Changes to statuses that others write too. */
final class Statuses {
    private Statuses() {}

    /**
     * Changes what a status says, and again when somebody else wrote meanwhile.
     *
     * @param change of the status, which is its own
     * @throws ApiException NotFound; Conflict when others write all the time
     */
    static void change(PeopleObjects objects, Target target, Caller caller, Consumer<ObjectNode> change) {
        objects.changeStatus(target, caller, object -> {
            if (object == null) {
                throw new ApiException(new ApiFault.NotFound(target.subject()));
            }
            change.accept(object.withObjectProperty("status"));
            return object;
        });
    }
}
