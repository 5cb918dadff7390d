package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authz.Decision;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.authz.Unseen;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.List;

/** What is told to whoever asked for what is not allowed. Pure. */
final class Refusal {
    private Refusal() {}

    /** Forbidden, or NotFound where nothing may be told. */
    static ApiFault of(RequestInfo asked, Decision.Denied denied) {
        Unseen unseen = denied.unseen();
        return unseen == null
                ? forbidden(asked, denied.reason())
                : new ApiFault.NotFound(new ApiFault.Subject(unseen.group(), unseen.plural(), unseen.name()));
    }

    /** In the words of Kubernetes, with the object's name. */
    static ApiFault.Forbidden forbidden(RequestInfo asked, String reason) {
        ApiFault.Subject subject = asked instanceof RequestInfo.Resource resource
                ? new ApiFault.Subject(resource.group(), resource.plural(), resource.name())
                : ApiFault.Subject.NONE;
        String what = subject.describe();
        return new ApiFault.Forbidden(
                subject, (what.isEmpty() ? "" : what + " is ") + "forbidden: " + reason, List.of());
    }
}
