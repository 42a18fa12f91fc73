// Written by mesh, one line for each feature that needs something to be there in tests; what is added by hand is lost.
export {}
