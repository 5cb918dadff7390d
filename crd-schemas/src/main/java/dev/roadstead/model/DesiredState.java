package dev.roadstead.model;

import dev.roadstead.crd.Doc;

/** Whether containers should run. */
public enum DesiredState {
    @Doc("Containers run.")
    Running,
    @Doc("Containers are stopped and kept; nothing is deleted.")
    Stopped
}
