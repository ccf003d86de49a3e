package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingStackTest {

    @Test
    void shouldCloseEveryPartOnceAndTheLastFirstWhateverOneThrows() {
        final List<String> closed = new ArrayList<>();
        final ClosingStack stack = new ClosingStack();
        stack.add(() -> closed.add("first"));
        stack.add(() -> {
            closed.add("exception");
            throw new IOException("for the test");
        });
        stack.add(() -> {
            closed.add("error");
            throw new NoClassDefFoundError("for the test");
        });
        stack.add(() -> closed.add("last"));
        stack.close();
        stack.close();
        assertThat(closed).containsExactly("last", "error", "exception", "first");
    }
}
