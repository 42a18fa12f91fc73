// Written by mesh, one line for each kind of message that has consumers; what is added by hand is lost.
export {}
