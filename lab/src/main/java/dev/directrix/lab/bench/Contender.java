package dev.directrix.lab.bench;

/** One way to carry packets through the device under test. */
interface Contender {

    /** What the table calls it. */
    String label();

    /** Sets it up; closing what it returns takes it down without a trace. */
    Running start(RigTopology topology);

    /** A contender at work. */
    interface Running {

        void close();
    }
}
