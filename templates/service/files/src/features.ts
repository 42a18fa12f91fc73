// Written by mesh, one line for each feature of this service; what is added by hand is lost.
export {}
