"""The process: cancellation, timing, threads, the model hub."""
