"""What people do: one use case a file, each in one transaction, called by views and commands."""
