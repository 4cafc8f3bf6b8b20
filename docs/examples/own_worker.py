"""A worker of your own in Python. It carries out CLEAR_CACHES and leaves the rest: python3 own_worker.py BROKERS (needs confluent-kafka)"""
import json
import sys
from datetime import datetime, timezone


def result_of(value, now=None):
    """What to answer to a record of the commands topic; None to what is no command for us."""
    try:
        command = json.loads(value)
        if command["kind"] != "ISSUE" or command["type"] != "CLEAR_CACHES":
            return None
        now = now or datetime.now(timezone.utc)
        late = command["deadline"] < now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # ISO 8601 in UTC sorts as text up to the year 9999
        ours = command["mode"] == "AUTO"  # APPROVE: wait for an approval of your plan; DRY_RUN: only say it
        if ours and not late:
            clear_caches(command["tenantId"], command["commandId"])
        at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "resultId": command["commandId"] + ":1",
            **{name: command[name] for name in ("commandId", "alertId", "tenantId", "type")},
            "state": "EXPIRED" if late else "APPLIED" if ours else "UNSUPPORTED",
            "reason": None,
            "plan": None,
            "rowsAffected": 0,
            "before": [],
            "effectiveLsn": None,  # after a change in Postgres: pg_current_wal_insert_lsn()
            "approvals": [],
            "worker": {"id": "own-worker-1", "version": "1"},
            "attempts": 1,
            "startedAt": at,
            "finishedAt": at,
            "error": None,
        }
    except (ValueError, KeyError, TypeError) as e:
        print("not a command:", type(e).__name__, file=sys.stderr)
        return None


def clear_caches(tenant, command):
    """Has to do no harm when it is done twice with one id: a crash before the commit below leads to it."""
    print("clear the caches of", tenant, "for", command)


def main(brokers):
    from confluent_kafka import Consumer, Producer, TopicPartition

    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "own-worker", "isolation.level": "read_committed",
                         "enable.auto.commit": False, "auto.offset.reset": "earliest"})
    producer = Producer({"bootstrap.servers": brokers, "transactional.id": "own-worker-1"})
    producer.init_transactions()
    consumer.subscribe(["licensing.remediation.commands.v1"])
    while True:  # ends with an exception when Kafka is gone or another instance has taken over: start it again
        record = consumer.poll(1.0)
        if record is None or record.error():
            continue
        result = result_of(record.value())
        producer.begin_transaction()  # the result and how far was read: both or neither
        if result:
            producer.produce("licensing.remediation.results.v1", key=record.key(), value=json.dumps(result))
        read = TopicPartition(record.topic(), record.partition(), record.offset() + 1)
        producer.send_offsets_to_transaction([read], consumer.consumer_group_metadata())
        producer.commit_transaction()


if __name__ == "__main__":
    main(sys.argv[1])
