/** Who is in the cluster, and what it has agreed on: the record in etcd, and what each member says of itself. */
package dev.directrix.cluster.member;
