package io.licensewatch.core.alert;

import io.licensewatch.core.remedy.IssuedCommand;
import io.licensewatch.core.remedy.IssuedCommand.Outstanding;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of the commands that an episode has issued. */
final class IssuedCommandParts {
    private IssuedCommandParts() {}

    static void write(List<IssuedCommand> issued, ValueWriter out) {
        out.number(issued.size());
        for (IssuedCommand one : issued) {
            out.text(one.type().name()).text(one.target()).number(one.attempt());
            writeOutstanding(one.outstanding(), out);
        }
    }

    static List<IssuedCommand> read(ValueReader in) {
        int size = (int) in.number();
        List<IssuedCommand> issued = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            issued.add(new IssuedCommand(
                    CommandType.valueOf(in.text()), in.text(), (int) in.number(), readOutstanding(in)));
        }
        return issued;
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
