/** What is served: VIPs, services, pools of real servers, and the compiled index that the pipeline looks up. */
package dev.directrix.forwarder.service;
