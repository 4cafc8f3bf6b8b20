package io.licensewatch.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What {@code bench stream} found.
 *
 * @param rounds those that count, in their order
 * @param tenantGrowthRatio cost of a change in the large tenant against one in the small tenant
 */
record StreamFigures(List<Round> rounds, double tenantGrowthRatio) implements Figures {
    StreamFigures {
        rounds = List.copyOf(rounds);
    }

    /**
     * The same changes by both, one after the other.
     *
     * @param detection through stream-app
     * @param passThrough through a topology that only sends them on
     */
    record Round(Timing detection, Timing passThrough) {
        /** How much of what stream-app takes a topology takes that does nothing. */
        double cpuRatio() {
            return passThrough.processMicros() / detection.processMicros();
        }

        private Map<String, Object> asJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("changesPerSecond", Math.round(detection.changesPerSecond()));
            json.put("passThroughPerSecond", Math.round(passThrough.changesPerSecond()));
            json.put("cpuMicrosPerChange", micros(detection.threadMicros(), detection.processMicros()));
            json.put("passThroughCpuMicrosPerChange", micros(passThrough.threadMicros(), passThrough.processMicros()));
            json.put("cpuRatio", Figures.rounded(cpuRatio()));
            return json;
        }
    }

    private Spread spread(ToDoubleFunction<Round> figure) {
        return Spread.of(rounds, figure);
    }

    private Spread speed() {
        return spread(round -> round.detection().changesPerSecond());
    }

    private Spread passing() {
        return spread(round -> round.passThrough().changesPerSecond());
    }

    private Spread threads() {
        return spread(round -> round.detection().threadMicros());
    }

    private Spread process() {
        return spread(round -> round.detection().processMicros());
    }

    private Spread passingThreads() {
        return spread(round -> round.passThrough().threadMicros());
    }

    private Spread passingProcess() {
        return spread(round -> round.passThrough().processMicros());
    }

    private Spread cpuRatio() {
        return spread(Round::cpuRatio);
    }

    /** By the clock on the wall, which other work on the machine bends. */
    private double ratio() {
        return speed().median() / passing().median();
    }

    @Override
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changesPerSecond", Math.round(speed().median()));
        json.put("passThroughPerSecond", Math.round(passing().median()));
        json.put("ratio", Figures.rounded(ratio()));
        json.put("cpuMicrosPerChange", micros(threads().median(), process().median()));
        json.put(
                "passThroughCpuMicrosPerChange",
                micros(passingThreads().median(), passingProcess().median()));
        json.put("cpuRatio", Figures.rounded(cpuRatio().median()));
        json.put("tenantGrowthRatio", Figures.rounded(tenantGrowthRatio));
        json.put("rounds", rounds.stream().map(Round::asJson).toList());
        json.put("changes", rounds.get(0).detection().changes());
        json.put("tenants", StreamBench.TENANTS);
        json.put("smallTenantUsers", StreamBench.SMALL);
        json.put("largeTenantUsers", StreamBench.LARGE);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    private static Map<String, Object> micros(double threads, double process) {
        Map<String, Object> micros = new LinkedHashMap<>();
        micros.put("threads", Figures.rounded(threads));
        micros.put("process", Figures.rounded(process));
        return micros;
    }

    @Override
    public String asText() {
        return String.join(
                System.lineSeparator(),
                "of " + rounds.size() + " rounds                      min     median        max",
                line("stream-app, changes/s", speed(), "%,10.0f"),
                line("pass-through, changes/s", passing(), "%,10.0f"),
                line("stream-app, CPU us a change", process(), "%10.1f"),
                line("  of it in stream threads", threads(), "%10.1f"),
                line("pass-through, CPU us a change", passingProcess(), "%10.1f"),
                line("  of it in stream threads", passingThreads(), "%10.1f"),
                line("ratio of CPU", cpuRatio(), "%10.2f"),
                String.format(Locale.ROOT, "%-30s %10s %10.2f", "ratio by the clock", "", ratio()),
                String.format(
                        Locale.ROOT,
                        "%-30s %10s %10.2f  (100,000 users against 100)",
                        "tenant growth ratio",
                        "",
                        tenantGrowthRatio));
    }

    private static String line(String what, Spread spread, String format) {
        return String.format(
                Locale.ROOT,
                "%-30s " + format + " " + format + " " + format,
                what,
                spread.min(),
                spread.median(),
                spread.max());
    }
}
