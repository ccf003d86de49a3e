package dev.directrix.cluster.etcd;

/** Gets what a watch says, on the watch's executor, in order. */
interface WatchSink {

    /** Changes, or that etcd has ended the watch. A failure thrown ends the watch with it. */
    void onResponse(EtcdWatch watch, WatchResponse response);

    /** The watch is over; not called after {@link EtcdWatch#close}. */
    void onEnd(EtcdWatch watch, EtcdException why);
}
