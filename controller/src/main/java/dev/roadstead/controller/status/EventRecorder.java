package dev.roadstead.controller.status;

import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;

/** Tells an object's story as Kubernetes Events. Never throws and never blocks its caller; equal events are counted. */
public interface EventRecorder {
    /** Something went as planned. */
    <T extends Resource> void normal(ResourceType<T> type, T about, String reason, String message);

    /** Something needs attention; the message says what and what to do. */
    <T extends Resource> void warning(ResourceType<T> type, T about, String reason, String message);
}
