package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import java.util.function.Consumer;

/** Changes to statuses that others write too. */
final class Statuses {
    private static final int MAX_ATTEMPTS = 8;

    private Statuses() {}

    /**
     * Changes what a status says, and again when somebody else wrote meanwhile.
     *
     * @param change of the status, which is its own
     * @throws ApiException NotFound; Conflict when others write all the time
     */
    static ObjectNode change(PeopleObjects objects, Target target, Caller caller, Consumer<ObjectNode> change) {
        for (int attempt = 1; ; attempt++) {
            ObjectNode object = objects.fresh(target);
            if (object == null) {
                throw new ApiException(new ApiFault.NotFound(target.subject()));
            }
            change.accept(object.withObjectProperty("status"));
            try {
                return objects.replaceStatus(target, object, caller);
            } catch (ApiException e) {
                if (!(e.fault() instanceof ApiFault.Conflict) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
