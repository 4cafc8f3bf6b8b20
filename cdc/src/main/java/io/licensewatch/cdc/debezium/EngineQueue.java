package io.licensewatch.cdc.debezium;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** The queue between reading and writing, as the engine reports it through JMX. */
public final class EngineQueue {
    private final String engine;

    /** @param engine the engine's topic prefix, which is in the names of its MBeans */
    public EngineQueue(String engine) {
        this.engine = engine;
    }

    /** Its remaining capacity in events; NaN while no engine runs. Near 0, writing is slower than reading. */
    public double remainingCapacity() {
        return attribute("QueueRemainingCapacity");
    }

    /** Its approximate size; NaN while no engine runs. */
    public double bytes() {
        return attribute("CurrentQueueSizeInBytes");
    }

    private double attribute(String name) {
        return Stream.of("streaming", "snapshot")
                .map(context -> attribute(context, name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(Double.NaN);
    }

    private Optional<Double> attribute(String context, String name) {
        try {
            ObjectName bean =
                    new ObjectName("debezium.postgres:type=connector-metrics,context=" + context + ",server=" + engine);
            Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name);
            return Optional.of(((Number) value).doubleValue());
        } catch (JMException e) {
            return Optional.empty(); // no engine runs, or not in this phase
        }
    }
}
