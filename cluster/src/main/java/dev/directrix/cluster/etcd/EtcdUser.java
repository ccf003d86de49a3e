package dev.directrix.cluster.etcd;

/**
 * A user of etcd.
 *
 * @param name     as etcd knows it
 * @param password never shown by {@link #toString}
 */
public record EtcdUser(String name, String password) {

    /** Checks that there is a name. */
    public EtcdUser {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a user of etcd needs a name");
        }
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name;
    }
}
