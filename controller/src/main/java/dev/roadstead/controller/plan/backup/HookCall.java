package dev.roadstead.controller.plan.backup;

import java.time.Duration;
import java.util.List;

/** A hook to be run in one container. {@code container} is its object's name, {@code dockerId} the engine's. */
public record HookCall(String container, String dockerId, List<String> command, Duration timeout) {}
