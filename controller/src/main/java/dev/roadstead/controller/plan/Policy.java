package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Profile;
import dev.roadstead.model.ContainerTemplate.Security;
import dev.roadstead.model.Mount.FileSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of a template a policy level does not allow (I18). Asked before anything is created; what the engine is sent passes
 * a gate of its own all the same.
 */
public final class Policy {
    static final String BIND_SERVICE = "NET_BIND_SERVICE";
    private static final String OUR_LABELS = "roadstead.dev/";
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1");
    private static final Pattern NUMBERED_USER = Pattern.compile("0*[1-9][0-9]*(:.*)?");

    private final ContainerTemplate template;
    private final PolicyLevel level;
    private final List<String> refusals = new ArrayList<>();

    private Policy(ContainerTemplate template, PolicyLevel level) {
        this.template = template;
        this.level = level;
    }

    /**
     * One sentence for each thing that is not allowed: the field, what it says, and what would be allowed. In the same
     * order for the same template; empty when all is allowed.
     */
    public static List<String> refusals(ContainerTemplate template, PolicyLevel level) {
        Policy policy = new Policy(template, level);
        policy.atAnyLevel();
        if (level != PolicyLevel.PRIVILEGED) {
            policy.beyondBaseline();
        }
        if (level == PolicyLevel.RESTRICTED) {
            policy.beyondRestricted();
        }
        return List.copyOf(policy.refusals);
    }

    /** Whether people may set a label of a Docker container: not one that we or a proxy act upon. */
    public static boolean isFreeLabel(String label) {
        return !label.startsWith(OUR_LABELS) && !label.startsWith("traefik.");
    }

    /** Whether a user is sure not to be root: a name may stand for it. */
    public static boolean isNumberedNonRoot(String user) {
        return NUMBERED_USER.matcher(user).matches();
    }

    private void atAnyLevel() {
        template.labels().keySet().stream()
                .filter(label -> !isFreeLabel(label))
                .sorted()
                .forEach(label -> refusals.add("labels: \"" + label + "\" cannot be set by hand; remove it"));
        template.ports().stream()
                .filter(Policy::isOpenUnsaid)
                .forEach(port ->
                        refusals.add("ports: port %d would be published on %s; set public: true, or leave hostIP out"
                                .formatted(port.containerPort(), port.hostIP())));
        template.volumes().stream()
                .flatMap(mount -> Stream.of(mount.secret(), mount.configMap()))
                .flatMap(Stream::ofNullable)
                .flatMap(source -> source.items().stream())
                .map(FileSource.Item::path)
                .filter(path -> List.of(path.split("/")).contains(".."))
                .forEach(path -> refusals.add("volumes: path \"" + path + "\" leaves its mountPath"));
    }

    private static boolean isOpenUnsaid(Port port) {
        return port.hostPort() != null
                && !port.open()
                && !LOOPBACK.matcher(port.hostIP()).matches();
    }

    private void beyondBaseline() {
        Security security = template.security();
        refuseIf(security.privileged(), "security.privileged: true");
        refuseIf(template.hostNetwork(), "hostNetwork: true");
        refuseIf(security.seccompProfile() == Profile.Unconfined, "security.seccompProfile: Unconfined");
        refuseIf(security.appArmorProfile() == Profile.Unconfined, "security.appArmorProfile: Unconfined");
        List<String> added = security.capabilities().add().stream()
                .filter(capability -> !capability.equals(BIND_SERVICE))
                .toList();
        refuseIf(!added.isEmpty(), "security.capabilities.add: " + String.join(", ", added));
        template.volumes().stream()
                .filter(mount -> mount.hostPath() != null)
                .forEach(mount -> refuseIf(true, "volumes: a hostPath at " + mount.mountPath()));
    }

    private void refuseIf(boolean refused, String what) {
        if (refused) {
            refusals.add(what + " needs policy level privileged; the namespace has " + level.label());
        }
    }

    private void beyondRestricted() {
        String user = template.user();
        if (user == null || !isNumberedNonRoot(user)) {
            refusals.add("user: policy level restricted wants the number of a user other than root, such as 1000");
        }
        if (!template.security().capabilities().drop().contains("ALL")) {
            refusals.add("security.capabilities.drop: policy level restricted wants [ALL]");
        }
    }
}
