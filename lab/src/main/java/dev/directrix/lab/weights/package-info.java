/** Weights in real routers' kernels and in traffic, against what the models of the product say: {@code lab/weights}. */
package dev.directrix.lab.weights;
