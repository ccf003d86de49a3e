package dev.directrix.cluster.etcd;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The store's thread, as its parts use it: runs tasks one after the other, and none once the store is closed. */
interface StoreLoop extends Executor {

    /** Runs a task after a delay. */
    void later(Duration delay, Runnable task);

    /** Asks for a keep-alive and a look at the keys before their time. */
    void checkSoon();

    /** The client of etcd. */
    EtcdClient client();
}
