package io.licensewatch.cdc.encode;

import io.debezium.connector.postgresql.PgOid;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import io.licensewatch.schemas.source.ColumnForm;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Converts, instead of Debezium, columns whose type alone does not determine the meaning, so that topics contain one form per meaning:
 * dates, timestamps, {@code char(n)}, {@code numeric} and {@code citext}. A domain counts as its base type.
 */
public final class PostgresColumns implements CustomConverter<SchemaBuilder, RelationalColumn> {
    /** The property with the zone of timestamps without a time zone. */
    public static final String ZONE = "zone";

    /** The property with the columns whose values are written in lower case: {@code schema.table.column}, comma-separated. */
    public static final String LOWERED = "lowered";

    private static final String TIME = "io.licensewatch.Time";
    private static final String NO_TIME = "io.licensewatch.NoTime";

    private PostgresTimes times = new PostgresTimes(ZoneOffset.UTC);
    private Set<String> lowered = Set.of();

    /** Debezium creates it by its class name. */
    public PostgresColumns() {}

    @Override
    public void configure(Properties properties) {
        times = new PostgresTimes(ZoneId.of(properties.getProperty(ZONE, "UTC")));
        lowered = Set.of(properties.getProperty(LOWERED, "").split(",", -1));
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        ColumnForm form = ColumnForm.of(column.name());
        if (lowered.contains(column.dataCollection() + "." + column.name())) {
            registration.register(
                    SchemaBuilder.string().optional(),
                    value -> converted(value, text -> text.toString().toLowerCase(Locale.ROOT)));
            return;
        }
        switch (column.nativeType()) {
            case PgOid.DATE -> date(form, registration);
            case PgOid.TIMESTAMP -> registration.register(text(TIME), value -> converted(value, times::local));
            case PgOid.TIMESTAMPTZ -> registration.register(text(TIME), value -> converted(value, times::zoned));
            case PgOid.BPCHAR ->
                registration.register(
                        SchemaBuilder.string().optional(), value -> converted(value, PostgresTexts::unpadded));
            case PgOid.BPCHAR_ARRAY ->
                registration.register(
                        SchemaBuilder.array(SchemaBuilder.OPTIONAL_STRING_SCHEMA)
                                .optional(),
                        PostgresTexts::eachUnpadded);
            case PgOid.NUMERIC ->
                registration.register(
                        SchemaBuilder.string().optional(),
                        value -> converted(value, number -> PostgresNumbers.text(number, form == ColumnForm.ID)));
            case PgOid.INT2, PgOid.INT4, PgOid.INT8 -> {
                if (form.isTime()) { // or a number of seconds would be taken for days
                    registration.register(text(NO_TIME), value -> converted(value, Object::toString));
                }
            }
            default -> {}
        }
    }

    private void date(ColumnForm form, ConverterRegistration<SchemaBuilder> registration) {
        if (form == ColumnForm.INSTANT) {
            registration.register(text(TIME), value -> converted(value, times::startOfDay));
        } else {
            registration.register(
                    SchemaBuilder.int32().name(PostgresDates.SCHEMA_NAME).optional(), PostgresDates::days);
        }
    }

    private static SchemaBuilder text(String name) {
        return SchemaBuilder.string().name(name).optional();
    }

    @SuppressWarnings("NullAway") // Connect has no annotations: null in, null out
    private static @Nullable String converted(@Nullable Object value, Function<Object, String> how) {
        if (value == null) {
            return null;
        }
        return value == UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE
                ? Unavailable.PLACEHOLDER
                : how.apply(value);
    }
}
