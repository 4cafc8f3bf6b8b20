package io.licensewatch.streams.topology;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;

/** What others write for us: results of workers and actions of operators, each under the tenant that it is about. */
final class ControlRecords {
    private ControlRecords() {}

    static RemediationResult result(String key, byte[] value) throws MalformedRecordException {
        RemediationResult result = JsonCodec.RESULT.decode(value);
        requireTenant(key, result.tenantId());
        return result;
    }

    static OperatorAction action(String key, byte[] value) throws MalformedRecordException {
        OperatorAction action = JsonCodec.ACTION.decode(value);
        requireTenant(key, action.tenantId());
        return action;
    }

    static OperatorAction request(String key, byte[] value) throws MalformedRecordException {
        OperatorAction action = action(key, value);
        if (action.kind() != ActionKind.REQUEST) {
            throw new MalformedRecordException("it requests nothing");
        }
        return action;
    }

    private static void requireTenant(String key, String tenantId) throws MalformedRecordException {
        if (key.isEmpty() || !key.equals(tenantId)) {
            throw new MalformedRecordException("its key is not that of its tenant");
        }
    }
}
