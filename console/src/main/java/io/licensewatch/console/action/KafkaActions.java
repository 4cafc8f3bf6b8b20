package io.licensewatch.console.action;

import io.licensewatch.console.action.NotWrittenException.Why;
import io.licensewatch.control.ActionWriter;
import io.licensewatch.control.RefusedException;
import io.licensewatch.runtime.text.Causes;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes decisions to Kafka with one producer. */
public final class KafkaActions implements Actions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaActions.class);

    private final ActionWriter writer;

    private KafkaActions(ActionWriter writer) {
        this.writer = writer;
    }

    /** @param kafka properties of Kafka's clients */
    public static KafkaActions to(Map<String, Object> kafka) {
        return new KafkaActions(ActionWriter.to(kafka));
    }

    @Override
    public void write(OperatorAction action) {
        try {
            writer.write(action);
            LOG.atInfo()
                    .addKeyValue("action", action.actionId())
                    .addKeyValue("kind", action.kind())
                    .log("decision written");
        } catch (RefusedException e) {
            throw failure(Why.NOT_ALLOWED, String.valueOf(e.getMessage()), e, action);
        } catch (KafkaUnavailableException e) {
            throw unknown("Kafka did not confirm the decision", e, action);
        } catch (KafkaException e) {
            throw unknown("Kafka rejected the decision: " + Causes.rootMessage(e), e, action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("the console is stopping", e, action);
        }
    }

    private static NotWrittenException unknown(String what, Exception cause, OperatorAction action) {
        return failure(
                Why.UNKNOWN,
                what + ". It may have been written: check the decisions before you repeat it; its id is "
                        + action.actionId(),
                cause,
                action);
    }

    private static NotWrittenException failure(Why why, String message, Exception cause, OperatorAction action) {
        LOG.atWarn()
                .setCause(cause)
                .addKeyValue("action", action.actionId())
                .addKeyValue("topic", Topics.ACTIONS)
                .addKeyValue("why", why)
                .log("decision not written");
        return new NotWrittenException(why, message, cause);
    }

    @Override
    public void close() {
        writer.close();
    }
}
