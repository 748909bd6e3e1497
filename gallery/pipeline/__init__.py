"""The stages: load rows, call the engine, save rows. Each is idempotent."""
