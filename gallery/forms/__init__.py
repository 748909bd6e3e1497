"""What people type and choose, checked; an area of the pages a file."""
