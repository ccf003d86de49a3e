package dev.directrix.lab.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the directors d1, d2, … are told, in this order.
 *
 * @param weights of each; 0: it drains
 */
record Setting(List<Integer> weights) {

    Setting {
        weights = List.copyOf(weights);
    }

    static Setting of(Integer... weights) {
        return new Setting(List.of(weights));
    }

    static List<String> directors(Setting setting) {
        return IntStream.rangeClosed(1, setting.weights.size()).mapToObj(number -> "d" + number).toList();
    }

    int weight(String director) {
        return weights.get(number(director));
    }

    boolean drains(String director) {
        return weight(director) == 0;
    }

    Setting with(String director, int weight) {
        List<Integer> changed = new ArrayList<>(weights);
        changed.set(number(director), weight);
        return new Setting(changed);
    }

    private static int number(String director) {
        return Integer.parseInt(director.substring(1)) - 1;
    }

    @Override
    public String toString() {
        return weights.stream().map(weight -> weight == 0 ? "drain" : weight.toString())
            .collect(Collectors.joining(":"));
    }
}
