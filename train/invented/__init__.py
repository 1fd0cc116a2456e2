"""Documents invented for this repository, which questions and claims of training are on."""
