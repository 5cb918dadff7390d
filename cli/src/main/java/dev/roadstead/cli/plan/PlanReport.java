package dev.roadstead.cli.plan;

import dev.roadstead.cli.console.Table;
import dev.roadstead.controller.plan.Forecast;
import dev.roadstead.controller.plan.Forecast.Effect;
import dev.roadstead.controller.plan.Forecast.Fate;
import dev.roadstead.model.Application.Rollout.Phase;
import java.util.ArrayList;
import java.util.List;

/** A plan in words. Pure. */
public final class PlanReport {
    private PlanReport() {}

    public static List<String> lines(List<Planned> plans) {
        List<String> lines = new ArrayList<>();
        for (Planned plan : plans) {
            String where = plan.namespace() == null ? "" : " in namespace " + plan.namespace();
            lines.add("%s %s%s: %s".formatted(plan.kind(), plan.name(), where, plan.change()));
            Forecast forecast = plan.forecast();
            if (forecast != null && (plan.labelsOf() == null || forecast.changesAnything())) {
                if (plan.labelsOf() != null) {
                    lines.add("  labels of Domain %s change: rollout of %d containers of Application %s"
                            .formatted(plan.name(), goes(forecast), plan.labelsOf()));
                }
                lines.addAll(of(forecast));
            }
        }
        return lines;
    }

    private static List<String> of(Forecast forecast) {
        List<String> lines = new ArrayList<>();
        Table table = new Table("  CONTAINER", "EFFECT", "BECOMES", "NODE", "DOWNTIME", "DATA");
        forecast.fates().forEach(fate -> table.row(cells(fate)));
        lines.addAll(table.lines());
        if (forecast.trouble() != null) {
            lines.add("  It would not get further: " + forecast.trouble());
        } else if (forecast.end().phase() != Phase.Complete) {
            lines.add("  It would stay at %s: %s"
                    .formatted(forecast.end().phase(), forecast.end().message()));
        }
        if (forecast.fates().stream().anyMatch(PlanReport::goes)) {
            lines.add("  If nothing fails, there are always %d or more that take requests. "
                            .formatted(forecast.leastServing())
                    + "What a container wrote into its own file system goes with it.");
        }
        return lines;
    }

    private static long goes(Forecast forecast) {
        return forecast.fates().stream().filter(PlanReport::goes).count();
    }

    private static boolean goes(Fate fate) {
        return fate.effect() == Effect.RECREATE || fate.effect() == Effect.STOP;
    }

    private static String[] cells(Fate fate) {
        return new String[] {
            "  " + fate.container(),
            words(fate.effect()),
            fate.becomes() == null ? "-" : fate.becomes(),
            fate.node(),
            fate.downtime() ? "yes" : "no",
            fate.dataRisk() == null ? "no risk" : fate.dataRisk()
        };
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case IN_PLACE -> "in place";
            case RECREATE -> "recreate";
            case NEW -> "new";
            case ADOPT -> "adopt";
            case STOP -> "stop";
            case START -> "start";
        };
    }
}
