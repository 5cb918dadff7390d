package dev.roadstead.conformance.fabric8;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom resource of the suites as users of the client write theirs. */
@Group("conformance.roadstead.dev")
@Version("v1")
public final class Widget extends CustomResource<Widget.Spec, Widget.Status> implements Namespaced {
    /** What is wanted. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public static final class Spec {
        public @Nullable Integer size;
        public @Nullable Integer replicas;
        public @Nullable String color;
        public @Nullable Map<String, String> tags;
        public @Nullable List<String> features;
    }

    /** What is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public static final class Status {
        public @Nullable String phase;

        Status() {}

        Status(String phase) {
            this.phase = phase;
        }
    }

    static Widget of(String name, int size) {
        Widget widget = new Widget();
        widget.setMetadata(new ObjectMetaBuilder().withName(name).build());
        widget.getSpec().size = size;
        return widget;
    }

    @Override
    protected Spec initSpec() {
        return new Spec();
    }

    /** None until somebody sets it; a patch that the client computes would take an empty one for stored. */
    @Override
    protected @Nullable Status initStatus() {
        return null;
    }
}
