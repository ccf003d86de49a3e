package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.Reports;
import org.junit.jupiter.api.Test;

class ClusterTextTest {

    private final ClusterText text = new ClusterText(new Paint(false));

    @Test
    void shouldBeShortWhileNothingChanges() {
        assertThat(text.summary(Reports.STABLE_CLUSTER)).isEqualTo("""
            cluster   edge1, serving, valid for 2.0s, 1 of 1 members serve: d1
                      epoch 13, stable, 1200 of 1048576 exceptions
                      etcd answers: http://10.0.1.5:2379
            """);
        assertThat(text.settle(Reports.STABLE_CLUSTER))
            .isEqualTo("no change of the tables is under way: epoch 13, the last one pinned 380 flows here");
        assertThat(text.epoch(Reports.STABLE_CLUSTER)).isEqualTo("""
            cluster     edge1
            member      d1/3f2a9c0011223344, serving, valid for 2.0s
            record      version 46, entered 46
            epoch       13, stable
            transit     0 slots
            exceptions  1200 of 1048576 (0.1%)
            etcd        answers: http://10.0.1.5:2379
            waits for   nothing
            """);
    }

    @Test
    void shouldSayWhyADirectorIsOutside() {
        assertThat(text.summary(Reports.OUTSIDE_CLUSTER)).isEqualTo("""
            cluster   edge1, outside, 0 of 0 members serve
                      etcd does not answer, changes wait: http://10.0.1.5:2379: connection refused
            obstacle  not in the cluster: etcd does not answer
            waits     for the cluster's record in etcd
            """);
        assertThat(text.settle(Reports.OUTSIDE_CLUSTER))
            .isEqualTo("no change of the tables is under way\nwaits for   the cluster's record in etcd");
        assertThat(text.epoch(Reports.OUTSIDE_CLUSTER)).isEqualTo("""
            cluster     edge1
            member      d1/3f2a9c0011223344, outside
            etcd        does not answer, changes wait: http://10.0.1.5:2379: connection refused
            obstacle    not in the cluster: etcd does not answer
            waits for   the cluster's record in etcd
            """);
    }
}
