package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import java.util.ArrayList;
import java.util.List;

/** To whom a binding gives permissions. A ServiceAccount is the user of its name. */
public sealed interface Subject {
    /** A person or program by its name. */
    record User(String name) implements Subject {
        @Override
        public String toString() {
            return "User \"" + name + "\"";
        }
    }

    /** Everybody in a group. */
    record Group(String name) implements Subject {
        @Override
        public String toString() {
            return "Group \"" + name + "\"";
        }
    }

    /** As which subjects a principal has permissions. */
    static List<Subject> of(Principal principal) {
        List<Subject> subjects = new ArrayList<>(1 + principal.groups().size());
        subjects.add(new User(principal.user()));
        for (String group : principal.groups()) {
            subjects.add(new Group(group));
        }
        return subjects;
    }
}
