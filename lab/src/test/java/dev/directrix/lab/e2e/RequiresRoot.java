package dev.directrix.lab.e2e;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where namespaces cannot be made, and says so. */
@Tag("root")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRoot.Condition.class)
public @interface RequiresRoot {

    /** Looks at the owner of this process. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
                    ? ConditionEvaluationResult.enabled("this is root")
                    : ConditionEvaluationResult.disabled("needs root: it makes network namespaces");
            } catch (IOException e) {
                return ConditionEvaluationResult.disabled("/proc/self cannot be read: " + e.getMessage());
            }
        }
    }
}
