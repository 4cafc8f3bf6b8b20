package io.licensewatch.schemas.source;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row in order, with their values; immutable. A row has few columns, so a linear search is faster than a hash,
 * and callers mostly pass the very string instance that is stored here.
 */
public final class RowValues extends AbstractMap<String, @Nullable Object> {
    private final String[] names;
    private final @Nullable Object[] values;
    private final int size;

    private RowValues(String[] names, @Nullable Object[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /** Builds a row; if a column occurs twice, the last value counts. */
    public static final class Builder {
        private static final int USUAL = 8;

        private String[] names = new String[USUAL];
        private @Nullable Object[] values = new Object[USUAL];
        private int size;

        public Builder put(String name, @Nullable Object value) {
            int at = indexOf(names, size, name);
            if (at < 0) {
                at = size++;
                if (at == names.length) {
                    names = Arrays.copyOf(names, 2 * at);
                    values = Arrays.copyOf(values, 2 * at);
                }
                names[at] = name;
            }
            values[at] = value;
            return this;
        }

        public int size() {
            return size;
        }

        /** Call it once; the builder cannot be used afterwards. */
        public RowValues build() {
            return new RowValues(names, values, size);
        }
    }

    private static int indexOf(String[] names, int size, @Nullable Object name) {
        for (int i = 0; i < size; i++) {
            if (isSame(names[i], name)) {
                return i;
            }
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @SuppressWarnings("ReferenceEquality") // fast path first
    private static boolean isSame(String name, @Nullable Object other) {
        return name == other;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int at = indexOf(names, size, name);
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(names, size, name) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {
        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
            return IntStream.range(0, size)
                    .<Map.Entry<String, @Nullable Object>>mapToObj(i -> new SimpleImmutableEntry<>(names[i], values[i]))
                    .iterator();
        }
    }
}
