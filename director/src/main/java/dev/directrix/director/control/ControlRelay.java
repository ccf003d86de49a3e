package dev.directrix.director.control;

import com.google.gson.JsonElement;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import java.util.function.UnaryOperator;

/** Asks a director that is not at a socket of this machine: request and answer are lines that somebody carries. */
public final class ControlRelay {

    private ControlRelay() {
    }

    /**
     * Asks.
     *
     * @param carrier brings a request line there and its answer line back
     * @throws OperationException if that director cannot, or gives an answer that this one does not understand
     */
    public static <T> T ask(
        final String command, final JsonElement arguments, final Codec<T> codec, final UnaryOperator<String> carrier) {
        try {
            final JsonFields answer = JsonFields.of(JsonText.parse(
                carrier.apply(JsonText.compact(ControlProtocol.request(command, arguments)))));
            if (answer.flag("ok")) {
                return codec.read(answer.get("result"));
            }
            throw new OperationException(new JsonFields(answer.object("error")).text("message"));
        } catch (final JsonException e) {
            throw new OperationException("it gave an answer that this director does not understand: "
                + e.getMessage(), e);
        }
    }
}
