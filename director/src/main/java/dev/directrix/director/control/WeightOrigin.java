package dev.directrix.director.control;

/** Where an ECMP weight comes from, what counts most first. */
public enum WeightOrigin {

    /** {@code directrix weight set --vip}. */
    VIP_COMMAND,
    /** {@code directrix weight set}. */
    COMMAND,
    /** The load: {@code weight-auto} in the file. */
    AUTO,
    /** The VIP in the file: {@code vips[].weight}. */
    VIP_CONFIG,
    /** The director in the file: {@code weight}. */
    CONFIG
}
