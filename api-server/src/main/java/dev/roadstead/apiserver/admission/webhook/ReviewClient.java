package dev.roadstead.apiserver.admission.webhook;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Sends AdmissionReviews. Thread-safe. */
public interface ReviewClient {
    /**
     * Posts a body and returns the body of the answer.
     *
     * @param authorities certificates as PEM that the service must be signed by; empty for the system's
     * @throws IOException if no answer of status 200 comes in time, or one that is too large
     */
    byte[] post(URI url, byte[] authorities, byte[] body, Duration within) throws IOException, InterruptedException;
}
