package io.licensewatch.core.alert;

import io.licensewatch.core.remedy.Asked;
import io.licensewatch.core.remedy.Asked.Outstanding;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of what was asked of the worker. */
final class AskedParts {
    private AskedParts() {}

    static void write(List<Asked> asked, ValueWriter out) {
        out.number(asked.size());
        for (Asked one : asked) {
            out.text(one.type().name()).text(one.target()).number(one.attempt());
            writeOutstanding(one.outstanding(), out);
        }
    }

    static List<Asked> read(ValueReader in) {
        int size = (int) in.number();
        List<Asked> asked = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            asked.add(new Asked(CommandType.valueOf(in.text()), in.text(), (int) in.number(), readOutstanding(in)));
        }
        return asked;
    }

    private static void writeOutstanding(@Nullable Outstanding outstanding, ValueWriter out) {
        out.flag(outstanding != null);
        if (outstanding != null) {
            out.text(JsonObject.write(outstanding.parameters()))
                    .text(outstanding.mode().name());
            Parts.writeInstant(outstanding.deadline(), out);
            out.text(outstanding.summary());
        }
    }

    private static @Nullable Outstanding readOutstanding(ValueReader in) {
        return in.flag()
                ? new Outstanding(
                        JsonObject.read(in.text()), CommandMode.valueOf(in.text()), Parts.readInstant(in), in.text())
                : null;
    }
}
