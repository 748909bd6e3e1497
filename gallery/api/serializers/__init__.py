"""What goes in and what comes out, a resource a file."""
