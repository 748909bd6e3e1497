"""Videos: containers (opening them safely)."""
