// Written by mesh, a line for each setting that processes of the tests must not share with a developer's own.
export {}
