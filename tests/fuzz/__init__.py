"""The fuzzer that `make fuzz` runs: letters mutated for as long as it is told, each held against `tests.properties`."""
