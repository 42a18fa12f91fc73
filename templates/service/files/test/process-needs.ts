// Written by mesh, a line for each server that a process of the service needs beside itself to be ready.
export {}
