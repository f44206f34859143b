"""One module a command of bin/, each with `main(arguments)` that returns the exit code."""
