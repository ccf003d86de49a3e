package dev.directrix.lab.topology;

import java.util.Locale;
import java.util.Set;

/** What a node is run as. A namespace has no image, so the kind and the image's name decide. */
public enum NodeRole {
    /** A plain Linux host: only its {@code exec} lines run. */
    HOST,
    /** FRR's daemons, as the bound {@code /etc/frr/daemons} enables them. */
    FRR,
    /** BIRD, with the bound {@code /etc/bird/bird.conf}. */
    BIRD,
    /** A director, with the bound {@code /etc/directrix/director.yaml}. */
    DIRECTOR,
    /** nginx, with the bound {@code /etc/nginx/nginx.conf} or a small one of its own. */
    NGINX,
    /** etcd, with the node's {@code cmd}. */
    ETCD,
    /** A Linux bridge between the links that end at it. */
    BRIDGE,
    /** A kind whose software lives in an image or virtual machine that a namespace cannot replace. */
    UNSUPPORTED;

    private static final Set<String> PLAIN_IMAGES = Set.of(
        "alpine", "busybox", "debian", "ubuntu", "network-multitool", "netshoot", "host", "");

    /** The role that kind and image ask for. */
    public static NodeRole of(String kind, String image) {
        return switch (kind) {
            case "bridge" -> BRIDGE;
            case "linux" -> ofImage(image);
            default -> UNSUPPORTED;
        };
    }

    private static NodeRole ofImage(String image) {
        String repository = repository(image);
        if (repository.contains("directrix")) {
            return DIRECTOR;
        }
        if (repository.contains("frr")) {
            return FRR;
        }
        if (repository.contains("bird")) {
            return BIRD;
        }
        if (repository.contains("etcd")) {
            return ETCD;
        }
        return repository.contains("nginx") ? NGINX : HOST;
    }

    /** Whether a plain host stands in for this image without losing what the image is for. */
    static boolean isPlainImage(String image) {
        String repository = repository(image);
        return PLAIN_IMAGES.contains(repository.substring(repository.lastIndexOf('/') + 1));
    }

    /** The image name without its registry's port, tag and digest, in lower case. */
    private static String repository(String image) {
        String name = image.toLowerCase(Locale.ROOT);
        int digest = name.indexOf('@');
        if (digest >= 0) {
            name = name.substring(0, digest);
        }
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        return tag < 0 ? name : name.substring(0, tag);
    }
}
