package dev.directrix.director.plan;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.ServerName;
import java.net.InetAddress;

/** One thing that an operator thinks of doing. The text of a change is the words that it is read from. Immutable. */
public sealed interface Change {

    /** A change of the routers' ECMP set: which directors there are, or what they announce. */
    sealed interface OfDirectors extends Change {

        /** The director. */
        String name();
    }

    /** A change of tables: which servers there are, their weights, or how many slots. */
    sealed interface OfTables extends Change {
    }

    /**
     * Another director comes.
     *
     * @param name   of its node
     * @param weight 1 to 65535
     */
    record AddDirector(String name, int weight) implements OfDirectors {

        @Override
        public String toString() {
            return "director add " + name + " " + weight;
        }
    }

    /**
     * A director goes, or is drained.
     *
     * @param name of its node
     */
    record RemoveDirector(String name) implements OfDirectors {

        @Override
        public String toString() {
            return "director remove " + name;
        }
    }

    /**
     * A director gets another weight.
     *
     * @param name   of its node
     * @param weight 1 to 65535
     */
    record WeighDirector(String name, int weight) implements OfDirectors {

        @Override
        public String toString() {
            return "director weight " + name + " " + weight;
        }
    }

    /**
     * A server comes.
     *
     * @param name    its name, with its pool unless there is only one
     * @param address which decides where it stands in the tables
     * @param weight  0 to 65535
     */
    record AddServer(ServerName name, InetAddress address, int weight) implements OfTables {

        @Override
        public String toString() {
            return "server add " + name + " " + AddressText.format(address) + " " + weight;
        }
    }

    /**
     * A server goes from the configuration.
     *
     * @param name in every pool that has it, or in one
     */
    record RemoveServer(ServerName name) implements OfTables {

        @Override
        public String toString() {
            return "server remove " + name;
        }
    }

    /**
     * A server gets no new flows.
     *
     * @param name in every pool that has it, or in one
     */
    record DrainServer(ServerName name) implements OfTables {

        @Override
        public String toString() {
            return "server drain " + name;
        }
    }

    /**
     * A server that is drained gets new flows again.
     *
     * @param name in every pool that has it, or in one
     */
    record EnableServer(ServerName name) implements OfTables {

        @Override
        public String toString() {
            return "server enable " + name;
        }
    }

    /**
     * A server gets another weight.
     *
     * @param name   in every pool that has it, or in one
     * @param weight 0 to 65535
     */
    record WeighServer(ServerName name, int weight) implements OfTables {

        @Override
        public String toString() {
            return "server weight " + name + " " + weight;
        }
    }

    /**
     * The tables of all pools get another size.
     *
     * @param slots a prime
     */
    record ResizeTables(int slots) implements OfTables {

        @Override
        public String toString() {
            return "table-size " + slots;
        }
    }
}
