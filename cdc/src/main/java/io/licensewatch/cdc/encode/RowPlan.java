package io.licensewatch.cdc.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.licensewatch.schemas.source.SourceTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** How rows of one Connect schema are written; computed once per schema, used for every row. */
final class RowPlan {
    private static final FieldWriter WITHHELD = (value, out) -> out.writeString(SourceTable.WITHHELD);

    private final List<Column> columns;
    private final boolean enforced;

    private RowPlan(List<Column> columns, boolean enforced) {
        this.columns = columns;
        this.enforced = enforced;
    }

    /**
     * @param captured which columns may be written
     * @param withheld columns of which only the presence may be written
     * @param enforced whether the row says that a foreign key enforces references to it
     */
    static RowPlan of(Schema row, Predicate<String> captured, Predicate<String> withheld, boolean enforced) {
        List<Column> columns = new ArrayList<>();
        for (Field field : row.fields()) {
            if (captured.test(field.name())) {
                columns.add(new Column(
                        new SerializedString(field.name()),
                        field,
                        withheld.test(field.name()) ? WITHHELD : FieldWriter.of(field.schema())));
            }
        }
        return new RowPlan(columns, enforced);
    }

    void write(Struct row, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Column column : columns) {
            column.write(row, out);
        }
        end(out);
    }

    /** What is logged of an old row. */
    void writeKey(Struct row, List<String> names, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeColumns(row, names, out);
        end(out);
    }

    private void end(JsonGenerator out) throws IOException {
        if (enforced) {
            out.writeBooleanField(SourceTable.ENFORCED, true);
        }
        out.writeEndObject();
    }

    /** Writes these columns only, in this order; those that the row does not have are left out. */
    void write(Struct row, List<String> names, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeColumns(row, names, out);
        out.writeEndObject();
    }

    private void writeColumns(Struct row, List<String> names, JsonGenerator out) throws IOException {
        for (String name : names) {
            Optional<Column> column = named(name);
            if (column.isPresent()) {
                column.get().write(row, out);
            }
        }
    }

    private Optional<Column> named(String name) {
        for (Column column : columns) {
            if (column.field.name().equals(name)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    private record Column(SerializedString name, Field field, FieldWriter writer) {
        void write(Struct row, JsonGenerator out) throws IOException {
            // Struct.get puts the column's default where the row holds null.
            Object value = field.schema().defaultValue() == null ? row.get(field) : row.getWithoutDefault(field.name());
            if (Unavailable.is(value)) {
                return;
            }
            out.writeFieldName(name);
            if (value == null) {
                out.writeNull();
            } else {
                writer.write(value, out);
            }
        }
    }
}
