package dev.directrix.bgp.bfd;

/**
 * A change of a session's state.
 *
 * @param from             before
 * @param to               after
 * @param diagnostic       our reason
 * @param remoteState      what the router last said of itself
 * @param remoteDiagnostic its reason, as far as it gave one
 */
public record BfdTransition(
    BfdState from, BfdState to, BfdDiagnostic diagnostic, BfdState remoteState, BfdDiagnostic remoteDiagnostic) {

    /**
     * Whether the path or the router failed, so that whatever runs over it should end. Not when either side's operator
     * switched BFD off (RFC 5882 §3.2).
     */
    public boolean isFailure() {
        return from == BfdState.UP && to == BfdState.DOWN && remoteState != BfdState.ADMIN_DOWN;
    }

    /** The reason in words. */
    public String cause() {
        if (to == BfdState.ADMIN_DOWN) {
            return "switched off here";
        }
        if (remoteState == BfdState.ADMIN_DOWN) {
            return "the router's operator has switched BFD off";
        }
        if (diagnostic == BfdDiagnostic.NEIGHBOR_SIGNALED_DOWN) {
            return "the router says that it is down on its side ("
                + (remoteDiagnostic == BfdDiagnostic.DETECTION_TIME_EXPIRED
                    ? "it heard nothing from us for its detection time" : remoteDiagnostic.text()) + ")";
        }
        return diagnostic == BfdDiagnostic.DETECTION_TIME_EXPIRED
            ? "nothing heard for the detection time" : diagnostic.text();
    }
}
