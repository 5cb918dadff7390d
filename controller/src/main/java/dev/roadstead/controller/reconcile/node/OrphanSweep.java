package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.Orphans;
import dev.roadstead.controller.plan.Orphans.Claim;
import dev.roadstead.controller.plan.Orphans.Known;
import dev.roadstead.controller.plan.Orphans.Remove;
import dev.roadstead.controller.plan.Orphans.Report;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks after Docker containers of ours that memory knows no Container for; each is decided on by a live read. */
public record OrphanSweep(ApiClient client) {
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** A pass over a node must not be held up for long; the rest has the next one. */
    private static final int REMOVALS = 3;

    /** Removes what has been replaced, and returns what there is to tell. */
    public List<Note> sweep(String node, Host host, List<OwnedContainer> suspects) {
        List<Note> notes = new ArrayList<>();
        int removals = REMOVALS;
        for (OwnedContainer suspect : suspects) {
            switch (decide(node, suspect)) {
                case Known() -> {}
                case Report(Note note) -> notes.add(note);
                case Remove(String why) -> {
                    // It may have gone in the meantime, as it should.
                    if (removals > 0 && host.container(suspect.id()).isPresent()) {
                        removals--;
                        host.run(new HostAction.StopContainer(suspect.id(), GRACE));
                        host.run(new HostAction.RemoveContainer(suspect.id()));
                        notes.add(Note.normal("ReplacedContainerRemoved", why));
                    }
                }
            }
        }
        return notes;
    }

    private Orphans.Decision decide(String node, OwnedContainer suspect) {
        return Orphans.claim(suspect)
                .map(claim -> decide(node, suspect, claim))
                .orElseGet(() -> Orphans.unclaimed(suspect));
    }

    private Orphans.Decision decide(String node, OwnedContainer suspect, Claim claim) {
        return Orphans.decide(
                suspect,
                node,
                client.find(ResourceType.CONTAINER, claim.namespace(), claim.container())
                        .orElse(null),
                client.find(ResourceType.APPLICATION, claim.namespace(), claim.application())
                        .orElse(null));
    }
}
