package dev.directrix.cluster.member;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Good JSON made bad: octets changed, or values put in place of others. */
final class JsonMutations {
    private final SplittableRandom random;

    JsonMutations(final SplittableRandom random) {
        this.random = random;
    }

    byte[] mutate(final byte[] good) {
        return random.nextInt(3) == 0 ? octets(good) : values(good);
    }

    private byte[] octets(final byte[] good) {
        final byte[] octets = random.nextInt(8) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int changes = random.nextInt(1, 4); changes > 0 && octets.length > 0; changes--) {
            octets[random.nextInt(octets.length)] = (byte) (random.nextBoolean() ? random.nextInt() : "[]{}:,\"1-"
                    .charAt(random.nextInt(9)));
        }
        return octets;
    }

    /** Still JSON. */
    private byte[] values(final byte[] good) {
        final JsonElement root = JsonParser.parseString(new String(good, StandardCharsets.UTF_8));
        final List<JsonElement> parents = new ArrayList<>();
        collect(root, parents);
        switch (parents.get(random.nextInt(parents.size()))) {
            case JsonObject object -> {
                final String name = List.copyOf(object.keySet()).get(random.nextInt(object.size()));
                if (random.nextInt(4) == 0) {
                    object.add(name + "x", object.remove(name));
                } else {
                    object.add(name, other(object.get(name)));
                }
            }
            case JsonArray array -> {
                final int index = random.nextInt(array.size());
                if (random.nextInt(4) == 0) {
                    array.add(array.get(index));
                } else {
                    array.set(index, other(array.get(index)));
                }
            }
            default -> throw new IllegalStateException("not a parent");
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(final JsonElement element, final List<JsonElement> parents) {
        if (element instanceof JsonObject object && !object.isEmpty()) {
            parents.add(object);
            object.asMap().values().forEach(child -> collect(child, parents));
        } else if (element instanceof JsonArray array && !array.isEmpty()) {
            parents.add(array);
            array.forEach(child -> collect(child, parents));
        }
    }

    private JsonElement other(final JsonElement old) {
        return switch (random.nextInt(10)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextLong());
            case 2 -> new JsonPrimitive(-1);
            case 3 -> new JsonPrimitive(Long.MAX_VALUE);
            case 4 -> new JsonPrimitive(1.5);
            case 5 -> new JsonPrimitive("");
            case 6 -> new JsonPrimitive("\n".repeat(random.nextInt(5)));
            case 7 -> new JsonObject();
            case 8 -> new JsonArray();
            default -> {
                final JsonArray nested = new JsonArray();
                nested.add(old);
                yield nested;
            }
        };
    }
}
