package dev.directrix.bgp.attribute;

/** Decides what an error in an UPDATE leads to. Pure. */
@FunctionalInterface
public interface ErrorPolicy {

    /** RFC 4271 §6.3 to the letter: every error ends the session. For tests and for routers that ask for it. */
    ErrorPolicy RFC_4271 = problem -> Treatment.SESSION_RESET;

    /** RFC 7606: as mild as the routes allow. */
    ErrorPolicy RFC_7606 = ErrorPolicy::revised;

    /** RFC 7606, but an unknown well-known attribute is shown like any other unknown one: for tools that decode. */
    ErrorPolicy INSPECTION = problem -> problem.kind() == Problem.Kind.UNRECOGNIZED
        ? Treatment.ATTRIBUTE_DISCARD : revised(problem);

    /** What to do about this problem. */
    Treatment treat(Problem problem);

    private static Treatment revised(final Problem problem) {
        return switch (problem.kind()) {
            // §7, by attribute; also §3 e and f.
            case MALFORMED, ROUTES -> problem.suggested();
            // §3 c.
            case FLAGS -> Treatment.TREAT_AS_WITHDRAW;
            // §3 g: MP_REACH_NLRI and MP_UNREACH_NLRI must not repeat, of all others the first counts.
            case DUPLICATE -> problem.type() == MpReach.TYPE || problem.type() == MpUnreach.TYPE
                ? Treatment.SESSION_RESET : Treatment.ATTRIBUTE_DISCARD;
            // RFC 4271 §6.3, which RFC 7606 leaves as it is: the routes may mean something that we cannot know.
            case UNRECOGNIZED -> Treatment.SESSION_RESET;
            // §3 d.
            case MISSING -> Treatment.TREAT_AS_WITHDRAW;
            // §4.
            case FRAMING -> Treatment.TREAT_AS_WITHDRAW;
            // §7.5, §7.9, §7.10; RFC 6793 §6.
            case UNEXPECTED -> Treatment.ATTRIBUTE_DISCARD;
        };
    }
}
