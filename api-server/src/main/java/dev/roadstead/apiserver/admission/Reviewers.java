package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import java.util.List;

/** Those outside of the server who have a say in what is written (admission webhooks). Thread-safe; may block. */
public interface Reviewers {
    /** Nobody is asked. */
    Reviewers NONE = new Reviewers() {
        @Override
        public boolean concern(AdmissionRequest request) {
            return false;
        }

        @Override
        public Opinion mutate(AdmissionRequest request) {
            throw new IllegalStateException("nobody is to be asked");
        }

        @Override
        public List<String> validate(AdmissionRequest request) {
            return List.of();
        }
    };

    /**
     * What became of the object of a request.
     *
     * @param object a new tree if it was changed, else that of the request
     * @param changed whether anybody changed it
     * @param warnings sentences for the client
     */
    record Opinion(ObjectNode object, boolean changed, List<String> warnings) {}

    /** Whether anybody may want to be asked, whatever the object is; cheap. */
    boolean concern(AdmissionRequest request);

    /**
     * Lets them change the object of a creation or an update.
     *
     * @throws ApiException if one of them refuses, or cannot be asked and must be
     */
    Opinion mutate(AdmissionRequest request);

    /**
     * Lets them refuse; warnings for the client.
     *
     * @throws ApiException as for {@link #mutate}
     */
    List<String> validate(AdmissionRequest request);
}
