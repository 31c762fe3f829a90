package io.deviceregistry.embedded.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.deviceregistry.embedded.value.KeyOrder;

/** The index tuples of a document with exact values; the tuples of the library convert each number to a double. */
final class IndexedValues {

    private IndexedValues() {
    }

    /**
     * @param library the tuples of the library, used for several arrays: it rejects them unless they are parts of the same array
     */
    static Set<KeyValue> of(Document document, List<String> keys, Supplier<Set<KeyValue>> library) {
        List<Object> values = new ArrayList<>();
        keys.forEach(key -> values.add(Utils.getSubdocumentValueCollectionAware(document, key)));
        List<Object> arrays = values.stream().filter(Collection.class::isInstance).toList();
        if (arrays.isEmpty()) {
            return Set.of(new KeyValue(values));
        }
        if (arrays.size() > 1 || ((Collection<?>) arrays.get(0)).isEmpty()) {
            return library.get();
        }
        // By value: an array may contain 1 and 1.0.
        Set<KeyValue> tuples = new TreeSet<>(KeyOrder.INSTANCE);
        for (Object element : (Collection<?>) arrays.get(0)) {
            List<Object> tuple = new ArrayList<>(values);
            Collections.replaceAll(tuple, arrays.get(0), element);
            tuples.add(new KeyValue(tuple));
        }
        return tuples;
    }
}
