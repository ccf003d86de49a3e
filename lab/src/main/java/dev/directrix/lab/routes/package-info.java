/** How fast routes reach a router: the product beside other BGP speakers, and many neighbours in one process. */
package dev.directrix.lab.routes;
