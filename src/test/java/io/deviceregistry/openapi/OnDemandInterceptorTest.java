package io.deviceregistry.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import jakarta.interceptor.InvocationContext;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Parallel;

class OnDemandInterceptorTest {

    /** What the interceptor sees of a call: the method, and how to make it. */
    private record Call(Method getMethod, Callable<Object> action) implements InvocationContext {

        private static Call of(String method, Callable<Object> action) throws NoSuchMethodException {
            return new Call(Document.class.getMethod(method), action);
        }

        @Override
        public Object proceed() throws Exception {
            return action.call();
        }

        @Override
        public Object getTarget() { return null; }

        @Override
        public Object getTimer() { return null; }

        @Override
        public Constructor<?> getConstructor() { return null; }

        @Override
        public Object[] getParameters() { return new Object[0]; }

        @Override
        public void setParameters(Object[] parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> getContextData() { return Map.of(); }
    }

    private interface Document {

        void prepare();

        String read();
    }

    private final OnDemandInterceptor interceptor = new OnDemandInterceptor();
    private final List<String> made = new ArrayList<>();

    private Call prepare(String name) throws NoSuchMethodException {
        return Call.of("prepare", () -> {
            made.add(name);
            return null;
        });
    }

    private Object read() throws Exception {
        return interceptor.around(Call.of("read", () -> String.join(" ", made)));
    }

    @Test
    void preparesInOrderWhenItIsNeededAndOnce() throws Exception {
        interceptor.around(prepare("first"));
        interceptor.around(prepare("second"));
        assertEquals(List.of(), made);
        assertEquals("first second", read());
        assertEquals("first second", read());
    }

    @Test
    void oneOfManyPreparesAndNobodySeesLess() throws Exception {
        interceptor.around(prepare("once"));
        for (Object seen : Parallel.run(16, n -> {
            try {
                return read();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        })) {
            assertEquals("once", seen);
        }
    }

    @Test
    void whatFailedIsTriedAgain() throws Exception {
        interceptor.around(Call.of("prepare", () -> {
            made.add("tried");
            if (made.size() == 1) {
                throw new IllegalStateException("not yet");
            }
            return null;
        }));
        interceptor.around(prepare("next"));
        assertThrows(IllegalStateException.class, this::read);
        assertEquals("tried tried next", read());
    }
}
