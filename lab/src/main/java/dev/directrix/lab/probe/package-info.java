/** What is measured in a lab from outside of the product: requests by curl, frames by tcpdump, routes in the kernel. */
package dev.directrix.lab.probe;
