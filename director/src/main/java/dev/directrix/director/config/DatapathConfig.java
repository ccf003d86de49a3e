package dev.directrix.director.config;

/**
 * How packets are taken and sent.
 *
 * @param mode         what takes them
 * @param flowCapacity flows that the flow table holds
 */
public record DatapathConfig(DatapathMode mode, int flowCapacity) {

    /** Flow table size of a director that names none. */
    public static final int DEFAULT_FLOW_CAPACITY = 1_048_576;
}
