"""An example worker in Python. It executes CLEAR_CACHES and ignores the rest: python3 own_worker.py BROKERS POSTGRES_URL (needs confluent-kafka, psycopg2)"""
import json
import sys
from datetime import datetime, timezone


def result_of(value, database):
    """The result for a record of the commands topic; None for records that this worker ignores."""
    try:
        command = json.loads(value)
        if command["kind"] != "ISSUE" or command["type"] != "CLEAR_CACHES":
            return None
        now = datetime.now(timezone.utc)
        late = command["deadline"] < now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # ISO 8601 in UTC sorts as text up to the year 9999
        ours = command["mode"] == "AUTO"  # APPROVE: wait for an approval of your plan; DRY_RUN: only report it
        lsn = clear_caches(command["tenantId"], command["commandId"], database) if ours and not late else None
        at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "resultId": command["commandId"] + ":1",
            **{name: command[name] for name in ("commandId", "alertId", "tenantId", "type")},
            "state": "EXPIRED" if late else "APPLIED" if ours else "UNSUPPORTED",
            "reason": None if late or ours else "NO_APPROVALS_HERE",
            "plan": None,
            "rowsAffected": 0 if lsn else None,
            "before": [],
            "effectiveLsn": lsn,
            "approvals": [],
            "worker": {"id": "own-worker-1", "version": "1"},
            "attempts": 1,
            "at": at,
            "startedAt": at,
            "finishedAt": at,
            "error": None,
        }
    except (ValueError, KeyError, TypeError) as e:
        print("not a command:", type(e).__name__, file=sys.stderr)
        return None


def clear_caches(tenant, command, database):
    """Has to be idempotent per id: it is repeated after a crash before the commit below."""
    import psycopg2

    print("clear the caches of", tenant, "for", command)
    with psycopg2.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return cursor.fetchone()[0]  # from this position on, the change stream shows whether it worked


def main(brokers, database):
    from confluent_kafka import Consumer, Producer, TopicPartition

    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "own-worker", "isolation.level": "read_committed",
                         "enable.auto.commit": False, "auto.offset.reset": "earliest", "session.timeout.ms": 10000})
    producer = Producer({"bootstrap.servers": brokers, "transactional.id": "own-worker-1"})
    producer.init_transactions()
    consumer.subscribe(["licensing.remediation.commands.v1"])
    while True:  # ends with an exception when Kafka is gone or another instance has taken over: start it again
        record = consumer.poll(1.0)
        if record is None or record.error():
            continue
        result = result_of(record.value(), database)
        producer.begin_transaction()  # the result and the offset: both or neither
        if result:
            headers = {"tenant": result["tenantId"], "type": result["type"], "state": result["state"]}
            producer.produce("licensing.remediation.results.v1", key=record.key(), value=json.dumps(result), headers=headers)
        read = TopicPartition(record.topic(), record.partition(), record.offset() + 1)
        producer.send_offsets_to_transaction([read], consumer.consumer_group_metadata())
        producer.commit_transaction()


if __name__ == "__main__":
    main(*sys.argv[1:3])
