package dev.directrix.bgp.exabgp.api;

/**
 * What holds for a program until it says otherwise.
 *
 * @param acknowledge {@code exabgp_api_ack}: commands are answered by {@code done} or {@code error}
 * @param version     {@code exabgp_api_version}: 4 answers in text unless JSON is asked for, 6 in JSON
 */
public record ApiSettings(boolean acknowledge, int version) {

    /** Acknowledged, in text. */
    public static final ApiSettings DEFAULT = new ApiSettings(true, 4);
}
