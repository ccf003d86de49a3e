package dev.directrix.ecmp.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Routers that we know the configuration of. */
public enum RouterPlatform {
    /** FRR. */
    FRR("FRR 8.0 and later (tried on 8.4.4)"),
    /** BIRD. */
    BIRD("BIRD 2.0.11 and later (tried on 2.0.12)"),
    /** Arista EOS. */
    EOS("Arista EOS 4.25.0F and later (from its documentation, not tried)"),
    /** Juniper Junos. */
    JUNOS("Juniper Junos 22.x (from its documentation, not tried)"),
    /** Cisco IOS XR. */
    IOS_XR("Cisco IOS XR 7.3 and later (from its documentation, not tried)"),
    /** Cisco NX-OS. */
    NX_OS("Cisco NX-OS 9.3 and later (from its documentation, not tried)"),
    /** SONiC. */
    SONIC("SONiC 202405 and later (its FRR part tried on FRR 8.4.4, the rest not)");

    private final String title;

    RouterPlatform(final String title) {
        this.title = title;
    }

    /** The platform of that name, {@code ios-xr}. */
    public static Optional<RouterPlatform> named(final String name) {
        return Arrays.stream(values()).filter(platform -> platform.key().equals(name)).findFirst();
    }

    /** Its name in commands, {@code ios-xr}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whose it is, the releases that the configuration is written for, and whether it was tried. */
    public String title() {
        return title;
    }

    /** The configuration: the router's own language, one statement a line, with comments; ends with a line end. */
    public String snippet(final WeightedEcmp ecmp) {
        return switch (this) {
            case FRR -> FrrSnippet.of(ecmp);
            case BIRD -> BirdSnippet.of(ecmp);
            case EOS -> EosSnippet.of(ecmp);
            case JUNOS -> JunosSnippet.of(ecmp);
            case IOS_XR -> IosXrSnippet.of(ecmp);
            case NX_OS -> NxOsSnippet.of(ecmp);
            case SONIC -> SonicSnippet.of(ecmp);
        };
    }
}
