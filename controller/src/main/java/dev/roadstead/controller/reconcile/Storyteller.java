package dev.roadstead.controller.reconcile;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;

/** Records the notes of a plan as events. */
public record Storyteller(EventRecorder events) {
    public <T extends Resource> void tell(ResourceType<T> type, T about, Iterable<Note> notes) {
        notes.forEach(note -> tell(type, about, note));
    }

    public <T extends Resource> void tell(ResourceType<T> type, T about, Note note) {
        if (note.warning()) {
            events.warning(type, about, note.reason(), note.message());
        } else {
            events.normal(type, about, note.reason(), note.message());
        }
    }
}
