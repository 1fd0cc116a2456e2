"""The process: work that can be called off, time, threads, the model hub."""
